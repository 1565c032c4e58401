package dev.yima.gateway;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What was shipped against what was scanned. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class SellThroughTest {
    private static final String FLOWS = "/api/v1/diversions/flows";

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @Test
    void whatIsShippedIsComparedWithWhatIsScanned() {
        DiversionFixture goods = DiversionFixture.fresh(pool, "Flows");
        Instant yesterday = TestClock.now().minus(1, ChronoUnit.DAYS);
        var pallet = goods.shop().lot("PALLET", 1, "");
        List<String> boxes =
                IntStream.range(0, 40).mapToObj(goods.cases()::code).toList();
        goods.shop()
                .post("/api/v1/packs", Map.of("links", List.of(Map.of("parent", pallet.code(0), "children", boxes))));
        List<PartnerFixture.Row> rows = new ArrayList<>();
        rows.add(goods.channel().row("OUTBOUND", pallet.code(0), goods.sichuan(), yesterday));
        for (int box = 40; box < 65; box++) {
            rows.add(goods.channel().row("OUTBOUND", goods.cases().code(box), goods.south(), yesterday));
        }
        Instant noon = yesterday.plus(1, ChronoUnit.HOURS);
        rows.add(goods.channel().row("RETURN", goods.cases().code(64), goods.south(), noon));
        assertEquals(Set.of("RECORDED"), Set.copyOf(goods.channel().outcomes("PDA", rows)));
        Instant now = TestClock.now();
        List<DiversionFixture.Seen> scans = new ArrayList<>();
        for (int n = 0; n < 100; n++) {
            scans.add(new DiversionFixture.Seen(
                    40 * DiversionFixture.EACH + n,
                    UUID.randomUUID(),
                    now.plusMillis(n),
                    n < 90 ? "440000" : "510000"));
        }
        scans.add(new DiversionFixture.Seen(0, UUID.randomUUID(), now.plusMillis(200), "510000"));
        scans.add(new DiversionFixture.Seen(0, UUID.randomUUID(), now.plusMillis(201), "510000"));
        goods.record(scans);
        TestClock.forward(DiversionFixture.LATE);
        Eventually.isTrue(Duration.ofSeconds(60), () -> {
            JsonPath flows = flows(goods.shop(), "");
            return flows.getList("dealers.casesShipped").equals(List.of(40, 25))
                    && flows.getList("dealers.casesReturned").equals(List.of(0, 1))
                    && flows.getList("dealers.items").equals(List.of(1, 100));
        });
        JsonPath flows = flows(goods.shop(), "");
        assertEquals(101 / 64d, flows.getDouble("itemsPerCase"), 1e-6);
        assertEquals(100 / 24d, flows.getDouble("dealers[1].itemsPerCase"), 1e-6);
        assertEquals(List.of("HOARDING", "INFLOW"), flows.getList("dealers.signal"));
        assertEquals(List.of("440000", "450000", "510000"), flows.getList("regions.region"));
        assertEquals(List.of(24, 24, 40), flows.getList("regions.casesShipped"));
        assertEquals(List.of(90, 0, 11), flows.getList("regions.items"));
        assertEquals(List.of(0, 0, 10), flows.getList("regions.itemsOfOthers"));
        assertEquals(List.of("INFLOW", "HOARDING", "HOARDING"), flows.getList("regions.signal"));
        JsonPath first = flows(goods.shop(), "?limit=1");
        assertEquals(List.of(goods.sichuan().toString()), first.getList("dealers.dealerId"));
        JsonPath second = flows(goods.shop(), "?limit=1&after=" + first.getString("next"));
        assertEquals(List.of(goods.south().toString()), second.getList("dealers.dealerId"));
        JsonPath strange = flows(ShopFixture.fresh("Other flows"), "");
        assertTrue(
                strange.getList("dealers").isEmpty()
                        && strange.getList("regions").isEmpty(),
                strange::prettify);
        assertNull(strange.get("itemsPerCase"));
        assertEquals(400, goods.shop().asStaff().get(FLOWS + "?limit=0").statusCode());
        assertEquals(401, given().get(FLOWS).statusCode());
    }

    private static JsonPath flows(ShopFixture shop, String query) {
        return shop.asStaff().get(FLOWS + query).jsonPath();
    }
}
