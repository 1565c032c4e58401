package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whose scans tell where goods are, and which do not. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class DiversionWitnessesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    private static Instant yesterday() {
        return TestClock.now().minus(1, ChronoUnit.DAYS);
    }

    @Test
    void eachCodeCountsOnceAndOnePersonIsNotEnough() {
        DiversionFixture goods = DiversionFixture.fresh(pool, "One person");
        goods.ship(0, goods.sichuan(), yesterday());
        Instant now = TestClock.now();
        UUID busy = UUID.randomUUID();
        List<DiversionFixture.Seen> scans = new ArrayList<>();
        for (int n = 0; n < 9; n++) {
            scans.add(new DiversionFixture.Seen(n, busy, now.plusMillis(n), "440000"));
            scans.add(new DiversionFixture.Seen(n, busy, now.plusMillis(100 + n), "450000"));
            scans.add(new DiversionFixture.Seen(0, busy, now.plusMillis(200 + n), "440000"));
        }
        scans.add(new DiversionFixture.Seen(9, busy, now.plusMillis(300), "510000"));
        goods.record(scans);
        // Of each bottle its first scan, and the last bottle after all others.
        counts(goods, List.of("440000", "510000"), 10);
        assertEquals(1, goods.dealers().getInt("items[0].people"));
        assertTrue(goods.flagged().getList("items").isEmpty(), "a person is not a crowd");
    }

    @Test
    void oneBottleBlamesNobody() {
        DiversionFixture goods = DiversionFixture.fresh(pool, "One bottle");
        goods.ship(0, goods.sichuan(), yesterday());
        for (int n = 0; n < 12; n++) {
            DiversionFixture.scan(DiversionFixture.network(DiversionFixture.IN_GUANGDONG, n), goods.bottle(0, 0));
        }
        DiversionFixture.scan(DiversionFixture.network(DiversionFixture.IN_SICHUAN, 0), goods.bottle(0, 1));
        counts(goods, List.of("440000", "510000"), 2);
        assertEquals(2, goods.dealers().getInt("items[0].people"), "whoever scanned it first");
        assertTrue(goods.flagged().getList("items").isEmpty(), "cookies are free");
    }

    @Test
    void oneNetworkIsNotACrowd() {
        DiversionFixture goods = DiversionFixture.fresh(pool, "One network");
        goods.ship(0, goods.sichuan(), yesterday());
        for (int n = 0; n < DiversionFixture.EACH; n++) {
            DiversionFixture.scan(DiversionFixture.network(DiversionFixture.IN_GUANGDONG, n % 2), goods.bottle(0, n));
        }
        Eventually.isTrue(PATIENCE, () -> goods.dealers().getInt("items[0].scans") == DiversionFixture.EACH);
        assertEquals(DiversionFixture.EACH, goods.dealers().getInt("items[0].people"));
        assertEquals(2, goods.dealers().getInt("items[0].networks"));
        assertTrue(goods.flagged().getList("items").isEmpty(), "two networks are not enough");
        DiversionFixture.scan(DiversionFixture.network(DiversionFixture.IN_GUANGDONG, 2), goods.bottle(1, 0));
        goods.ship(1, goods.sichuan(), yesterday());
        Eventually.isTrue(PATIENCE, () -> goods.dealers().getInt("items[0].networks") == 3);
        assertTrue(goods.flagged().getList("items").isEmpty(), "not of the same case");
    }

    @Test
    void whatIsScannedBeforeItIsShippedIsNobodys() {
        DiversionFixture goods = DiversionFixture.fresh(pool, "In the factory");
        goods.scanBottles(0, 6, DiversionFixture.IN_GUANGDONG);
        // A scan is written behind its answer; whatever is not there when the clock is put forward is never counted.
        int lot = goods.items().codec().lot().value();
        Eventually.isTrue(
                PATIENCE,
                () -> goods.rows("SELECT 1 FROM scan WHERE lot = $1", lot).size() == 6);
        Instant shipped = TestClock.now();
        goods.ship(0, goods.sichuan(), shipped);
        TestClock.forward(DiversionFixture.LATE);
        Eventually.isTrue(
                PATIENCE,
                () -> goods.dealers().getInt("items[0].scans") == 0
                        && !goods.rows(
                                        "SELECT 1 FROM diversion_dealer WHERE cases_shipped = 1 AND dealer_id = $1",
                                        goods.sichuan())
                                .isEmpty());
        goods.scanBottles(0, 8, DiversionFixture.IN_SICHUAN);
        DiversionFixture.scan(DiversionFixture.network(DiversionFixture.IN_SHAANXI, 0), goods.bottle(0, 8));
        // Those that the factory had not scanned, and the last one.
        counts(goods, List.of("510000", "610000"), 3);
    }

    /** What is counted for the first dealer in the end; whatever is scanned last should be in a region of its own. */
    private static void counts(DiversionFixture goods, List<String> regions, int scans) {
        Eventually.isTrue(PATIENCE, () -> {
            JsonPath dealers = goods.dealers();
            return regions.equals(dealers.getList("items[0].regions.region"))
                    && dealers.getInt("items[0].scans") == scans;
        });
    }
}
