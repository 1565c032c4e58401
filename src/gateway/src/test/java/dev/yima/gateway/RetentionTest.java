package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.yima.codec.LotNumber;
import dev.yima.gateway.ShopFixture.TestLot;
import dev.yima.gateway.platform.redis.RedisConnection;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is kept is bounded: rows of looks and members, the addresses of gifts, and positions. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class RetentionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LOOKS = TestServers.SCANS_PER_CODE + 5;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @Inject
    @SuppressWarnings("NullAway.Init")
    RedisConnection redis;

    @Test
    void aCodeThatIsLookedAtVeryOftenKeepsItsCountInFewRows() {
        ShopFixture shop = ShopFixture.fresh("Famous");
        TestLot lot = lot(shop);
        String code = lot.code(0);
        for (int n = 1; n <= LOOKS; n++) {
            assertEquals(n, new Consumer().look(code).getLong("scanCount"));
        }
        recorded(shop, code, LOOKS);
        assertEquals(TestServers.SCANS_PER_CODE, rows(lot));

        // A state of Redis that begins anew asks for what was counted before it, however often it begins.
        for (int n = LOOKS + 1; n <= LOOKS + 3; n++) {
            redis.ask("", commands -> commands.flushdb()).await().atMost(PATIENCE);
            assertEquals(n, new Consumer().look(code).getLong("scanCount"));
            recorded(shop, code, n);
        }
        assertEquals(TestServers.SCANS_PER_CODE, rows(lot));
        assertEquals(LOOKS + 4, new Consumer().claim(code).getLong("scanCount"));
        recorded(shop, code, LOOKS + 4);
        assertEquals(TestServers.SCANS_PER_CODE + 1, rows(lot), "the scan of a claim always has its row");
    }

    @Test
    void aLookOfNobodyInParticularMakesNoMember() {
        ShopFixture shop = ShopFixture.fresh("Passers-by");
        String code = lot(shop).code(0);
        Consumer passerBy = new Consumer();
        String member = passerBy.look(code).getString("memberId");
        new Consumer().look(code);
        recorded(shop, code, 2);
        assertEquals(0, count("member m JOIN lot l USING (brand_id) WHERE l.number = $1", lot(code)));

        assertEquals(member, passerBy.look(code).getString("memberId"), "the cookie is kept from the first answer on");
        Eventually.isTrue(() -> count("member WHERE id = $1", UUID.fromString(member)) == 1);
        String claimant = new Consumer().claim(code).getString("memberId");
        assertEquals(1, count("member WHERE id = $1", UUID.fromString(claimant)));
    }

    @Test
    void anAddressIsErasedSomeTimeAfterTheGiftWasSent() {
        ShopFixture shop = ShopFixture.fresh("Parcels");
        String campaign = shop.runningCampaign(2, "[{\"kind\":\"GIFT\",\"title\":\"Bicycle\",\"count\":2}]");
        TestLot lot = shop.activeLot(2, campaign);
        String old = shipped(shop, lot.code(0));
        String young = shipped(shop, lot.code(1));
        shippedBefore(old, 91);
        shippedBefore(young, 89);
        Eventually.isTrue(() -> address(shop, old) == null);
        assertNotNull(address(shop, young));

        assertNull(shop.post("/api/v1/gifts/" + old + "/ship", Map.of("tracking", "SF2"))
                .get("address"));
        assertEquals("true", shop.ledgerCheck().getString("balanced"));
    }

    @Test
    void aPositionIsErasedSomeTimeAfterItsScanAndTheScanStays() {
        ShopFixture shop = ShopFixture.fresh("Places");
        String code = lot(shop).code(0);
        new Consumer()
                .post(
                        "/api/v1/scans",
                        Map.of("code", code, "location", Map.of("lat", 30.5, "lon", 104, "accuracyM", 25)));
        Eventually.isTrue(() -> positions(shop, code) == 1);
        scannedBefore(lot(code), 89);
        assertEquals(1, count("scan_position WHERE lot = $1", lot(code)));
        scannedBefore(lot(code), 2);
        Eventually.isTrue(() -> count("scan_position WHERE lot = $1", lot(code)) == 0);
        assertEquals(0, positions(shop, code));
        assertEquals(1, count("scan WHERE lot = $1", lot(code)));
    }

    private static TestLot lot(ShopFixture shop) {
        return shop.activeLot(1, shop.runningCampaign(1, "[{\"kind\":\"POINTS\",\"points\":1,\"count\":1}]"));
    }

    private static int lot(String code) {
        return LotNumber.read(code.substring(0, 4)).orElseThrow().value();
    }

    private static void recorded(ShopFixture shop, String code, int scans) {
        Eventually.isTrue(
                () -> shop.asStaff().get("/api/v1/codes/" + code).jsonPath().getInt("scanCount") == scans);
    }

    private static String shipped(ShopFixture shop, String code) {
        Consumer winner = new Consumer();
        String gift = winner.claim(code).getString("reward.id");
        winner.post(
                "/api/v1/me/gifts/" + gift + "/address",
                Map.of("name", "Li Lei", "phone", "13800138000", "address", "1 Renmin Road"));
        assertNotNull(shop.post("/api/v1/gifts/" + gift + "/ship", Map.of("tracking", "SF1"))
                .get("address"));
        return gift;
    }

    private static int positions(ShopFixture shop, String code) {
        return shop.asStaff()
                .get("/api/v1/codes/" + code)
                .jsonPath()
                .getList("scans.places.flatten().findAll { it.source == 'OFFERED' }")
                .size();
    }

    private void scannedBefore(int lot, int days) {
        pool.query("UPDATE scan_position SET scanned_at = scanned_at - interval '" + days + " days' WHERE lot = " + lot)
                .execute()
                .await()
                .atMost(PATIENCE);
    }

    private void shippedBefore(String gift, int days) {
        pool.query("UPDATE gift SET shipped_at = shipped_at - interval '" + days + " days' WHERE claim_id = '" + gift
                        + "'")
                .execute()
                .await()
                .atMost(PATIENCE);
    }

    private static Object address(ShopFixture shop, String gift) {
        return shop.asStaff().get("/api/v1/gifts").jsonPath().get("items.find { it.id == '" + gift + "' }.address");
    }

    private long rows(TestLot lot) {
        return count("scan WHERE lot = $1", lot(lot.number()));
    }

    private long count(String from, Object value) {
        return pool.preparedQuery("SELECT count(*) FROM " + from)
                .execute(Tuple.of(value))
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong(0);
    }
}
