package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.yima.gateway.PartnerFixture.Row;
import dev.yima.gateway.supply.movement.MovementLog;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules of movements: a row must fit what is recorded of the goods, of before and of later. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class MovementRulesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Instant MONDAY = Instant.parse("2026-03-02T08:00:00Z");
    private static final Instant TUESDAY = MONDAY.plus(1, ChronoUnit.DAYS);
    private static final Instant WEDNESDAY = MONDAY.plus(2, ChronoUnit.DAYS);
    private static final Instant THURSDAY = MONDAY.plus(3, ChronoUnit.DAYS);

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @Inject
    @SuppressWarnings("NullAway.Init")
    MovementLog log;

    private static List<String> outcomes(GoodsFixture goods, Row... rows) {
        return goods.channel().outcomes("PDA", List.of(rows));
    }

    private static Row box(GoodsFixture goods, String kind, int box, UUID partner, Instant at) {
        return goods.channel().row(kind, goods.cases().code(box), partner, at);
    }

    private static Row pallet(GoodsFixture goods, String kind, int pallet, UUID partner, Instant at) {
        return goods.channel().row(kind, goods.pallets().code(pallet), partner, at);
    }

    private static String holder(GoodsFixture goods, int box) {
        return goods.routeOf(goods.cases().code(box)).getString("holder.name");
    }

    @Test
    void aPalletTakesNoCaseFromSomebodyWhoGotItByItself() {
        GoodsFixture goods = GoodsFixture.fresh(pool, "Split pallet");
        goods.load(0, 0, 3);
        goods.load(1, 3, 6);
        assertEquals(List.of("RECORDED"), outcomes(goods, box(goods, "OUTBOUND", 1, goods.east(), MONDAY)));
        assertEquals(List.of("part-elsewhere"), outcomes(goods, pallet(goods, "OUTBOUND", 0, goods.west(), TUESDAY)));
        assertEquals("East", holder(goods, 1));
        assertNull(holder(goods, 0), "nothing of the row is recorded");
        assertEquals(
                List.of("RECORDED"),
                outcomes(goods, pallet(goods, "OUTBOUND", 0, goods.east(), TUESDAY)),
                "the rest of it may follow to the same dealer");
        assertEquals(
                List.of("RECORDED", "RECORDED", "RECORDED"),
                outcomes(
                        goods,
                        box(goods, "OUTBOUND", 4, goods.east(), MONDAY),
                        box(goods, "RETURN", 4, goods.east(), TUESDAY),
                        pallet(goods, "OUTBOUND", 1, goods.west(), WEDNESDAY)),
                "it came back");
        assertEquals("West", holder(goods, 4));
    }

    @Test
    void aPalletThatComesBackBringsNoCaseThatAStoreHas() {
        GoodsFixture goods = GoodsFixture.fresh(pool, "Sold off a pallet");
        UUID shop = goods.channel().store(goods.cases(), "Shop of East", goods.east());
        goods.load(0, 0, 3);
        assertEquals(
                List.of("RECORDED", "RECORDED", "part-elsewhere"),
                outcomes(
                        goods,
                        pallet(goods, "OUTBOUND", 0, goods.east(), MONDAY),
                        box(goods, "OUTBOUND", 1, shop, TUESDAY),
                        pallet(goods, "RETURN", 0, goods.east(), WEDNESDAY)));
        assertEquals("Shop of East", holder(goods, 1));
        goods.channel()
                .shop()
                .post(
                        "/api/v1/packs/unpack",
                        Map.of("codes", List.of(goods.cases().code(1))));
        assertEquals(List.of("RECORDED"), outcomes(goods, pallet(goods, "RETURN", 0, goods.east(), WEDNESDAY)));
        assertEquals("Shop of East", holder(goods, 1));
        assertNull(holder(goods, 2));
    }

    @Test
    void aPalletAndACaseOfItAreValidatedTogetherInOneBatch() {
        GoodsFixture goods = GoodsFixture.fresh(pool, "One batch");
        goods.load(0, 0, 3);
        assertEquals(
                List.of("part-elsewhere", "RECORDED"),
                outcomes(
                        goods,
                        pallet(goods, "OUTBOUND", 0, goods.west(), TUESDAY),
                        box(goods, "OUTBOUND", 1, goods.east(), MONDAY)));
    }

    @Test
    void whatIsToldLateMustFitWhatHappenedLater() {
        GoodsFixture goods = GoodsFixture.fresh(pool, "Late");
        UUID shop = goods.channel().store(goods.cases(), "Shop of West", goods.west());
        assertEquals(
                List.of("RECORDED", "RECORDED", "RECORDED", "RECORDED"),
                outcomes(
                        goods,
                        box(goods, "OUTBOUND", 0, goods.west(), WEDNESDAY),
                        box(goods, "OUTBOUND", 1, shop, WEDNESDAY),
                        box(goods, "OUTBOUND", 2, goods.east(), MONDAY),
                        box(goods, "RECEIPT", 2, goods.east(), WEDNESDAY)));
        assertEquals(
                List.of("contradicts-later", "contradicts-later", "contradicts-later", "RECORDED"),
                outcomes(
                        goods,
                        box(goods, "OUTBOUND", 0, goods.east(), MONDAY),
                        box(goods, "OUTBOUND", 1, goods.east(), MONDAY),
                        box(goods, "RETURN", 2, goods.east(), TUESDAY),
                        box(goods, "OUTBOUND", 3, goods.east(), MONDAY)));
        assertEquals("West", holder(goods, 0));
        assertEquals("East", holder(goods, 2));
        assertEquals(List.of("not-there"), outcomes(goods, box(goods, "RETURN", 0, goods.east(), TUESDAY)));
        assertEquals(
                List.of("RECORDED", "RECORDED", "contradicts-later"),
                outcomes(
                        goods,
                        box(goods, "OUTBOUND", 0, goods.east(), MONDAY),
                        box(goods, "RETURN", 0, goods.east(), TUESDAY),
                        box(goods, "OUTBOUND", 1, goods.east(), MONDAY)),
                "with its return it fits");
        assertEquals("West", holder(goods, 0));
    }

    @Test
    void whatIsToldLateOfAPalletMustFitItsCasesAndTheOtherWayRound() {
        GoodsFixture goods = GoodsFixture.fresh(pool, "Late pallets");
        goods.load(0, 0, 3);
        goods.load(1, 3, 6);
        assertEquals(
                List.of("RECORDED", "RECORDED"),
                outcomes(
                        goods,
                        box(goods, "OUTBOUND", 1, goods.east(), WEDNESDAY),
                        pallet(goods, "OUTBOUND", 1, goods.west(), WEDNESDAY)));
        assertEquals(List.of("contradicts-later"), outcomes(goods, pallet(goods, "OUTBOUND", 0, goods.west(), MONDAY)));
        assertEquals(List.of("contradicts-later"), outcomes(goods, box(goods, "OUTBOUND", 4, goods.east(), MONDAY)));
        assertEquals("East", holder(goods, 1));
        assertEquals("West", holder(goods, 4));
    }

    @Test
    void oneShipmentThatTwoDevicesBookIsRecordedOnce() {
        GoodsFixture goods = GoodsFixture.fresh(pool, "Two devices");
        PartnerFixture channel = goods.channel();
        UUID shop = channel.store(goods.cases(), "Shop of East", goods.east());
        goods.load(0, 0, 3);
        assertEquals(List.of("RECORDED"), outcomes(goods, pallet(goods, "OUTBOUND", 0, goods.east(), TUESDAY)));
        List<Row> gate = List.of(
                pallet(goods, "OUTBOUND", 0, goods.east(), TUESDAY.plusSeconds(90)),
                pallet(goods, "OUTBOUND", 0, goods.east(), TUESDAY.minusSeconds(90)),
                box(goods, "OUTBOUND", 2, goods.east(), TUESDAY.plusSeconds(95)));
        JsonPath outcomes = channel.send("Gate 2", gate).jsonPath();
        assertEquals(List.of("ALREADY", "ALREADY", "ALREADY"), outcomes.getList("rows.result"), outcomes.prettify());
        assertEquals(List.of("sent-already", "sent-already", "sent-already"), outcomes.getList("rows.rule"));
        assertEquals(
                List.of("ALREADY"),
                channel.send("Gate 2", gate.subList(0, 1)).jsonPath().getList("rows.result"));
        assertEquals(1, movements(goods, goods.east()));
        assertEquals(
                List.of("RECORDED", "sent-already", "elsewhere", "RECORDED", "RECORDED", "RECORDED"),
                outcomes(
                        goods,
                        box(goods, "OUTBOUND", 1, shop, WEDNESDAY),
                        box(goods, "OUTBOUND", 1, shop, WEDNESDAY.plusSeconds(1)),
                        box(goods, "OUTBOUND", 1, goods.east(), WEDNESDAY.plusSeconds(2)),
                        box(goods, "RETURN", 1, shop, WEDNESDAY.plusSeconds(3)),
                        box(goods, "RETURN", 1, goods.east(), WEDNESDAY.plusSeconds(4)),
                        box(goods, "OUTBOUND", 1, goods.east(), THURSDAY)),
                "what came back is sent again");
    }

    @Test
    void aCaseThatGoesByItselfAndOnItsPalletIsCountedOnce() {
        GoodsFixture goods = GoodsFixture.fresh(pool, "Counted once");
        goods.load(0, 0, 4);
        goods.load(1, 4, 8);
        assertEquals(
                List.of("RECORDED", "RECORDED", "RECORDED", "RECORDED"),
                outcomes(
                        goods,
                        box(goods, "OUTBOUND", 1, goods.east(), MONDAY),
                        pallet(goods, "OUTBOUND", 0, goods.east(), TUESDAY),
                        box(goods, "RETURN", 2, goods.east(), WEDNESDAY),
                        pallet(goods, "RETURN", 0, goods.east(), THURSDAY)));
        assertEquals(List.of(4, 4), cases(goods.east()));
        assertEquals(
                List.of("RECORDED", "sent-already"),
                outcomes(
                        goods,
                        pallet(goods, "OUTBOUND", 1, goods.west(), TUESDAY),
                        box(goods, "OUTBOUND", 5, goods.west(), WEDNESDAY)));
        assertEquals(List.of("sent-already"), outcomes(goods, box(goods, "OUTBOUND", 6, goods.west(), MONDAY)));
        assertEquals(List.of(4, 0), cases(goods.west()));
    }

    /** Cases that went to a dealer, and that came back. */
    private List<Integer> cases(UUID dealer) {
        List<MovementLog.Handover> handovers = log.read(pool, new UUID(0, 0), new UUID(-1L >>> 1, -1), 1_000_000)
                .await()
                .atMost(PATIENCE);
        return Stream.of(false, true)
                .map(back -> handovers.stream()
                        .filter(one -> one.dealer().equals(dealer) && one.isReturn() == back)
                        .mapToInt(MovementLog.Handover::cases)
                        .sum())
                .toList();
    }

    private static int movements(GoodsFixture goods, UUID partner) {
        return goods.channel()
                .shop()
                .asStaff()
                .get("/api/v1/movements?partner=" + partner)
                .jsonPath()
                .getList("items")
                .size();
    }
}
