package dev.yima.gateway;

import static dev.yima.gateway.LinkedRewardsTest.assertProblem;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.yima.gateway.ShopFixture.TestLot;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Cases that a store opens although they were sent to somebody else. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class MisdirectedOpeningsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    /** Two dealers, two stores of the first and one of the second, and cases with an outer and an inner code. */
    private record Town(
            CampaignFixture market,
            TestLot outer,
            TestLot inner,
            String east,
            String corner,
            String stall,
            String west,
            String harbour) {
        static Town fresh(String name) {
            CampaignFixture market = CampaignFixture.fresh(name);
            TestLot outer = market.shop().lot("CASE_OUTER", 20, "");
            TestLot inner = market.shop().lot("CASE_INNER", 20, Map.of("parent", outer.number(), "pack", 1));
            market.shop().post("/api/v1/lots/" + inner.number() + "/activate", Map.of());
            String east = market.dealer("East");
            String west = market.dealer("West");
            return new Town(
                    market,
                    outer,
                    inner,
                    east,
                    market.store("Corner", east),
                    market.store("Night market, stall 9", east),
                    west,
                    market.store("Harbour", west));
        }

        void move(int sequence, String kind, int box, String partner, Instant at) {
            Map<String, Object> row = Map.of(
                    "sequence",
                    sequence,
                    "kind",
                    kind,
                    "code",
                    outer.code(box),
                    "partnerId",
                    partner,
                    "at",
                    at.toString());
            assertEquals(
                    List.of("RECORDED"),
                    market.shop()
                            .post("/api/v1/movements", Map.of("device", "PDA", "movements", List.of(row)))
                            .getList("rows.result"));
        }

        /** Kind, code, store and to whom it was sent, the latest first. */
        List<List<Object>> conflicts() {
            List<Map<String, Object>> items = market.shop()
                    .asStaff()
                    .get("/api/v1/case-conflicts")
                    .jsonPath()
                    .getList("items");
            return items.stream()
                    .map(one -> List.of(
                            one.get("kind"),
                            one.get("code"),
                            one.get("storeId"),
                            one.get("openedBy"),
                            String.valueOf(one.get("sentTo"))))
                    .toList();
        }
    }

    @Test
    void aCaseThatWasSentToOneStoreIsOpenedByAnotherAndStaffSeeIt() {
        Town town = Town.fresh("Sent elsewhere");
        Consumer corner = town.market.worker(town.corner, "STORE");
        Consumer stall = town.market.worker(town.stall, "STORE");
        town.move(1, "OUTBOUND", 0, town.east, TestClock.now().minus(HOUR));
        town.move(2, "OUTBOUND", 0, town.corner, TestClock.now().minusSeconds(60));
        CampaignFixture.ok(CampaignFixture.open(stall, town.inner.code(0)));
        List<Object> stray = List.of("SENT_ELSEWHERE", town.inner.code(0), town.stall, town.stall, town.corner);
        assertEquals(List.of(stray), town.conflicts());
        CampaignFixture.ok(CampaignFixture.open(stall, town.inner.code(0)));
        assertEquals(List.of(stray), town.conflicts(), "once");
        assertProblem(CampaignFixture.open(corner, town.inner.code(0)), 409, "case-opened");
        assertEquals(
                List.of(List.of("SECOND_STORE", town.inner.code(0), town.corner, town.stall, "null"), stray),
                town.conflicts());
        assertEquals(
                "Corner",
                town.market
                        .shop()
                        .asStaff()
                        .get("/api/v1/case-conflicts")
                        .jsonPath()
                        .getString("items[1].sentToName"));
    }

    @Test
    void whatAStoreMayHaveIsNoMatter() {
        Town town = Town.fresh("As it should be");
        Consumer corner = town.market.worker(town.corner, "STORE");
        Consumer harbour = town.market.worker(town.harbour, "STORE");
        Consumer free = town.market.worker(
                town.market
                        .shop()
                        .post("/api/v1/partners", Map.of("kind", "STORE", "name", "Nobody's"))
                        .getString("id"),
                "STORE");
        Instant before = TestClock.now().minus(HOUR);
        town.move(1, "OUTBOUND", 0, town.corner, before);
        CampaignFixture.ok(CampaignFixture.open(corner, town.inner.code(0)));
        town.move(2, "OUTBOUND", 1, town.east, before);
        CampaignFixture.ok(CampaignFixture.open(corner, town.inner.code(1)));
        CampaignFixture.ok(CampaignFixture.open(corner, town.inner.code(2)));
        town.move(3, "OUTBOUND", 3, town.east, before);
        CampaignFixture.ok(CampaignFixture.open(free, town.inner.code(3)));
        town.move(4, "OUTBOUND", 4, town.harbour, before);
        town.move(5, "RETURN", 4, town.harbour, before.plusSeconds(1));
        CampaignFixture.ok(CampaignFixture.open(corner, town.inner.code(4)));
        assertEquals(List.of(), town.conflicts());
        town.move(6, "OUTBOUND", 5, town.east, before);
        CampaignFixture.ok(CampaignFixture.open(harbour, town.inner.code(5)));
        assertEquals(
                List.of(List.of("SENT_ELSEWHERE", town.inner.code(5), town.harbour, town.harbour, town.east)),
                town.conflicts(),
                "another dealer's goods");
    }

    @Test
    void aRouteThatIsToldAfterTheOpeningIsLookedAtAsWell() {
        Town town = Town.fresh("Late route");
        TestLot pallets = town.market.shop().lot("PALLET", 1, "");
        List<String> on = List.of(town.outer.code(1), town.outer.code(2));
        town.market
                .shop()
                .post("/api/v1/packs", Map.of("links", List.of(Map.of("parent", pallets.code(0), "children", on))));
        Consumer stall = town.market.worker(town.stall, "STORE");
        for (int box = 0; box < 3; box++) {
            CampaignFixture.ok(CampaignFixture.open(stall, town.inner.code(box)));
        }
        assertEquals(List.of(), town.conflicts());
        town.move(1, "OUTBOUND", 0, town.corner, TestClock.now().minus(HOUR));
        assertEquals(
                List.of(List.of("SENT_ELSEWHERE", town.inner.code(0), town.stall, town.stall, town.corner)),
                town.conflicts());
        Map<String, Object> row = Map.of(
                "sequence",
                2,
                "kind",
                "OUTBOUND",
                "code",
                pallets.code(0),
                "partnerId",
                town.west,
                "at",
                TestClock.now().minus(HOUR).toString());
        town.market.shop().post("/api/v1/movements", Map.of("device", "PDA", "movements", List.of(row)));
        assertEquals(
                List.of(town.west, town.west, town.corner),
                town.conflicts().stream().map(one -> one.get(4)).toList(),
                "what is on the pallet was there too");
    }
}
