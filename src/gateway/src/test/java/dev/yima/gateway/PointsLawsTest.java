package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.ShopFixture.TestLot;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What nobody can write over HTTP: the laws of points see it, and a key that was revoked signs nothing. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class PointsLawsTest {
    private static final String ADJUSTMENTS = "/api/v1/point-adjustments";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @Inject
    @SuppressWarnings("NullAway.Init")
    OwnerPool owner;

    @Test
    void theLawsSeeWhatWasDoctored() {
        ShopFixture shop = ShopFixture.fresh("Doctored points");
        TestLot lot = lot(shop, """
                {"kind":"POINTS","points":10,"count":1,"pendingDays":1,"validMonths":1}""");
        JsonPath scan = new Consumer().claim(lot.code(0));
        String claim = "id = '" + scan.getString("reward.id") + "'";
        assertEquals(List.of(), broken(shop));
        query("UPDATE points_credit SET state = 'AVAILABLE' WHERE " + claim + " RETURNING 1");
        assertEquals(
                List.of("reserves-are-what-is-set-aside", "points-end-once", "points-that-expire-are-held"),
                broken(shop));
        query("UPDATE points_credit SET state = 'PENDING', amount = 9, remaining = 9 WHERE " + claim + " RETURNING 1");
        assertEquals(List.of("reserves-are-what-is-set-aside", "points-wait-and-expire-as-promised"), broken(shop));
        query("UPDATE points_credit SET amount = 10, remaining = 10 WHERE " + claim + " RETURNING 1");
        String adjustment =
                "id = '" + adjust(shop, scan.getString("memberId"), 5).getString("id") + "'";
        assertEquals(List.of(), broken(shop));
        query("UPDATE points_adjustment SET points = 6 WHERE " + adjustment + " RETURNING 1");
        assertEquals(List.of("adjusted-once"), broken(shop));
        query("UPDATE points_adjustment SET points = -5 WHERE " + adjustment + " RETURNING 1");
        assertEquals(List.of("adjusted-once"), broken(shop));
        query("UPDATE points_adjustment SET points = 5 WHERE " + adjustment + " RETURNING 1");
        assertEquals(List.of(), broken(shop));
    }

    @Test
    void aKeyThatWasRevokedSignsNothing() {
        ShopFixture shop = ShopFixture.fresh("Revoked");
        JsonPath made = shop.post("/api/v1/keys", Map.of("role", "STAFF", "name", "Second"));
        ShopFixture second = new ShopFixture(made.getString("key"));
        String member = new Consumer().claim(lot(shop, """
                {"kind":"POINTS","points":10,"count":1}""").code(0)).getString("memberId");
        shop.asStaff().body(Map.of("adjustmentLimit", 0)).patch("/api/v1/brand");
        String path = ADJUSTMENTS + "/" + adjust(shop, member, 5).getString("id");
        // Its holder was let in a moment ago and is remembered; only the row says that the key is good no longer.
        assertEquals(200, second.asStaff().get(path).statusCode());
        query("UPDATE staff_key SET revoked_at = now() WHERE id = '" + made.getString("id") + "' RETURNING 1");
        Response refused = second.asStaff().post(path + "/approve");
        assertEquals(403, refused.statusCode(), refused.asString());
        assertEquals("the key was revoked", refused.jsonPath().getString("detail"));
        assertEquals("WAITING", shop.asStaff().get(path).jsonPath().getString("state"));
    }

    @Test
    void theLawsSeeWhatWasForged() {
        ShopFixture shop = ShopFixture.fresh("Forged points");
        TestLot lot = lot(shop, """
                {"kind":"POINTS","points":30,"count":3,"pendingDays":1,"validMonths":1}""");
        Consumer consumer = new Consumer();
        JsonPath scan = consumer.claim(lot.code(0));
        String member = scan.getString("memberId");
        String other = new Consumer().claim(lot.code(1)).getString("memberId");
        String claim = "id = '" + scan.getString("reward.id") + "'";
        assertForged(shop, "points_credit", claim, "available_at = available_at + interval '10 years'", "as-promised");
        assertForged(shop, "points_credit", claim, "expires_at = NULL", "as-promised");
        String gift = given(shop, member, 7, 2).getString("id");
        assertForged(shop, "points_credit", "id = '" + gift + "'", "member_id = '" + other + "'", "as-promised");
        assertForged(shop, "points_credit", "id = '" + gift + "'", "state = 'USED', remaining = 0", "were-taken");
        String given = "reason = 'ADJUST' AND reference = '" + gift + "'";
        assertForged(shop, "transfer", given, "credit_owner = '" + other + "'", "adjusted-once");
        takeBack(shop, member, scan.getString("reward.id"));
        String back = "reason = 'CORRECT' AND reference = '" + scan.getString("reward.id") + "'";
        assertForged(shop, "transfer", back, "amount = 10", "adjusted-once");
        assertForged(shop, "transfer", back, "debit_owner = '" + other + "'", "adjusted-once");
        assertEquals(List.of(), broken(shop));
    }

    /** A law sees what nobody could write but the owner of the tables. */
    private void assertForged(ShopFixture shop, String table, String which, String forgery, String law) {
        String columns = forgery.replaceAll("=.*?(, |$)", "$1").strip();
        List<Object> before = new ArrayList<>();
        row("SELECT " + columns + " FROM " + table + " WHERE " + which).forEach(before::add);
        assertEquals(columns.split(",").length, before.size(), columns);
        asTheOwner(table, forgery + " WHERE " + which);
        assertTrue(broken(shop).stream().anyMatch(name -> name.endsWith(law)), () -> forgery + ": " + broken(shop));
        StringBuilder undo = new StringBuilder();
        for (int n = 0; n < before.size(); n++) {
            undo.append(n == 0 ? "" : ", ")
                    .append(columns.split(",")[n])
                    .append(" = '")
                    .append(before.get(n))
                    .append('\'');
        }
        asTheOwner(table, undo + " WHERE " + which);
    }

    /** What the triggers would refuse to everybody else. */
    private void asTheOwner(String table, String change) {
        String sql = "ALTER TABLE " + table + " DISABLE TRIGGER USER; UPDATE " + table + " SET " + change
                + "; ALTER TABLE " + table + " ENABLE TRIGGER USER";
        owner.get().withTransaction(tx -> tx.query(sql).execute()).await().atMost(PATIENCE);
    }

    private List<Object> row(String sql) {
        Row row = pool.query(sql).execute().await().atMost(PATIENCE).iterator().next();
        return IntStream.range(0, row.size()).mapToObj(row::getValue).toList();
    }

    private static TestLot lot(ShopFixture shop, String prize) {
        String campaign = shop.runningCampaign("{\"name\":\"Points\",\"prizes\":[" + prize + "]}");
        return shop.activeLot(40, campaign);
    }

    private static JsonPath adjust(ShopFixture shop, String member, long points) {
        return shop.post(ADJUSTMENTS, Map.of("memberId", member, "points", points, "reason", "Test"));
    }

    private static JsonPath given(ShopFixture shop, String member, long points, int months) {
        if (months == 0) {
            return adjust(shop, member, points);
        }
        return shop.post(
                ADJUSTMENTS, Map.of("memberId", member, "points", points, "reason", "Test", "validMonths", months));
    }

    private static Response takeBack(ShopFixture shop, String member, String reward) {
        return shop.asStaff()
                .body(Map.of("memberId", member, "rewardId", reward, "reason", "Returned the goods"))
                .post(ADJUSTMENTS);
    }

    private static List<String> broken(ShopFixture shop) {
        return shop.ledgerCheck().getList("laws.findAll{!it.holds}.name");
    }

    private Object query(String sql) {
        return pool.query(sql)
                .execute()
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getValue(0);
    }
}
