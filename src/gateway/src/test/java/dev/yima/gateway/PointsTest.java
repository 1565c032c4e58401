package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.ShopFixture.TestLot;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Points that wait and expire, and what staff give, take and take back. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class PointsTest {
    private static final String ADJUSTMENTS = "/api/v1/point-adjustments";

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @Test
    void pointsWaitThenCountThenExpire() {
        ShopFixture shop = ShopFixture.fresh("Pending");
        Consumer consumer = new Consumer();
        JsonPath scan = consumer.claim(lot(shop, """
                {"kind":"POINTS","points":10,"count":1,"pendingDays":1,"validMonths":1}""").code(0));
        String id = scan.getString("reward.id");
        assertEquals("PENDING", scan.getString("reward.state"));
        Instant counts = Instant.parse(scan.getString("reward.availableAt"));
        Instant expires = Instant.parse(scan.getString("reward.expiresAt"));
        Duration valid = Duration.between(counts, expires);
        assertTrue(valid.toDays() >= 28 && valid.toDays() <= 31, valid.toString());
        assertEquals("PENDING", consumer.me().getString("rewards[0].state"));
        assertPoints(consumer, 0, 10, 0);
        assertBalanced(shop);

        later(id, "2 days");
        Eventually.isTrue(() -> consumer.me().getInt("points") == 10);
        assertEquals("PAID", consumer.me().getString("rewards[0].state"));
        assertNull(consumer.me().get("rewards[0].availableAt"));
        assertPoints(consumer, 10, 0, 10);
        assertNotNull(consumer.me().get("pointsExpireAt"));
        assertBalanced(shop);

        later(id, "60 days");
        assertPoints(consumer, 0, 0, 0);
        assertEquals("EXPIRED", consumer.me().getString("rewards[0].state"));
        Eventually.isTrue(() -> balance(shop, "EXPIRED") == 10);
        assertPoints(consumer, 0, 0, 0);
        assertEquals("EXPIRED", state(id));
        assertBalanced(shop);
    }

    @Test
    void pointsThatExpireFirstAreUsedFirst() {
        ShopFixture shop = ShopFixture.fresh("Earliest");
        Consumer consumer = new Consumer();
        String member = consumer.claim(lot(shop, """
                {"kind":"POINTS","points":10,"count":1}""").code(0)).getString("memberId");
        String late = given(shop, member, 30, 2).getString("id");
        String soon = given(shop, member, 20, 1).getString("id");
        assertPoints(consumer, 60, 0, 20);
        adjust(shop, member, -25);
        assertEquals("USED", state(soon));
        assertPoints(consumer, 35, 0, 25);
        later(late, "100 days");
        assertPoints(consumer, 10, 0, 0);
        Response tooMany = asked(shop, member, -11);
        assertEquals(409, tooMany.statusCode());
        assertTrue(tooMany.jsonPath().getString("type").endsWith("/points-not-enough"), tooMany.asString());
        assertEquals("the member has 10 points", tooMany.jsonPath().getString("detail"));
        adjust(shop, member, -10);
        assertPoints(consumer, 0, 0, 0);
        Eventually.isTrue(() -> "EXPIRED".equals(state(late)));
        assertEquals(25, balance(shop, "EXPIRED"));
        assertBalanced(shop);
    }

    @Test
    void aboveTheLimitASecondKeyIsNeededHoweverSmallThePieces() {
        ShopFixture shop = ShopFixture.fresh("Two keys");
        ShopFixture other = new ShopFixture(key(shop, "STAFF"));
        Consumer consumer = new Consumer();
        String member = consumer.claim(lot(shop, """
                {"kind":"POINTS","points":10,"count":1}""").code(0)).getString("memberId");
        assertEquals(403, limit(other, 5).statusCode());
        assertEquals(100, limit(shop, 100).jsonPath().getInt("adjustmentLimit"));
        assertEquals("DONE", adjust(shop, member, 60).getString("state"));
        JsonPath waits = adjust(shop, member, 41);
        String path = ADJUSTMENTS + "/" + waits.getString("id");
        assertEquals("WAITING", waits.getString("state"));
        assertEquals("DONE", adjust(shop, member, -40).getString("state"), "it fits into what is left");
        assertEquals("WAITING", adjust(shop, member, -1).getString("state"), "nothing is left");
        assertPoints(consumer, 30, 0, 0);

        assertEquals(403, shop.asStaff().post(path + "/approve").statusCode(), "one's own");
        assertEquals(
                403,
                new ShopFixture(key(shop, "STORE"))
                        .asStaff()
                        .post(path + "/approve")
                        .statusCode());
        assertEquals(
                404,
                ShopFixture.fresh("Other").asStaff().post(path + "/approve").statusCode());
        assertPoints(consumer, 30, 0, 0);
        List<String> waiting =
                shop.asStaff().get(ADJUSTMENTS + "?state=WAITING").jsonPath().getList("items.id");
        assertEquals(2, waiting.size());
        assertEquals("DONE", other.post(path + "/approve", Map.of()).getString("state"));
        assertEquals("DONE", other.post(path + "/approve", Map.of()).getString("state"), "asked again");
        assertPoints(consumer, 71, 0, 0);
        assertEquals(409, other.asStaff().post(path + "/refuse").statusCode(), "it is done");
        String mine = ADJUSTMENTS + "/" + waiting.get(1);
        assertEquals("REFUSED", shop.post(mine + "/refuse", Map.of()).getString("state"), "withdrawn");
        assertEquals(409, other.asStaff().post(mine + "/approve").statusCode());
        assertEquals("REFUSED", shop.asStaff().get(mine).jsonPath().getString("state"));
        assertPoints(consumer, 71, 0, 0);
        assertBalanced(shop);
    }

    @Test
    void anAwardIsTakenBackOnce() {
        ShopFixture shop = ShopFixture.fresh("Taken back");
        TestLot lot = lot(shop, """
                {"kind":"POINTS","points":10,"count":2,"pendingDays":1,"validMonths":1}""");
        Consumer consumer = new Consumer();
        JsonPath pending = consumer.claim(lot.code(0));
        String member = pending.getString("memberId");
        String first = pending.getString("reward.id");
        assertEquals("DONE", takeBack(shop, member, first).jsonPath().getString("state"));
        assertEquals("REVERSED", consumer.me().getString("rewards[0].state"));
        assertPoints(consumer, 0, 0, 0);
        assertEquals(20, balance(shop, "POOL"), "its points are the pool's again");
        assertBalanced(shop);
        assertEquals(409, takeBack(shop, member, first).statusCode(), "once");

        String second = consumer.claim(lot.code(1)).getString("reward.id");
        assertEquals(400, takeBack(shop, member, member).statusCode(), "no award");
        String stranger = new Consumer().claim(lot(shop, """
                {"kind":"POINTS","points":1,"count":1}""").code(0)).getString("memberId");
        assertEquals(400, takeBack(shop, stranger, second).statusCode(), "another member's");
        later(second, "2 days");
        Eventually.isTrue(() -> consumer.me().getInt("points") == 10);
        adjust(shop, member, -4);
        assertEquals(409, takeBack(shop, member, second).statusCode(), "four of them are used");
        given(shop, member, 4, 3);
        assertEquals(201, takeBack(shop, member, second).statusCode());
        assertEquals("REVERSED", state(second));
        assertPoints(consumer, 0, 0, 0);
        assertBalanced(shop);

        Consumer late = new Consumer();
        JsonPath cash = late.claim(lot(shop, """
                {"kind":"CASH","amountMinor":30,"count":1}""").code(0));
        assertEquals(
                400,
                takeBack(shop, cash.getString("memberId"), cash.getString("reward.id"))
                        .statusCode());
    }

    @Test
    void whatHasExpiredCannotBeTakenBack() {
        ShopFixture shop = ShopFixture.fresh("Gone");
        ShopFixture other = new ShopFixture(key(shop, "STAFF"));
        TestLot lot = lot(shop, """
                {"kind":"POINTS","points":10,"count":2,"validMonths":1}""");
        JsonPath scan = new Consumer().claim(lot.code(0));
        String id = scan.getString("reward.id");
        limit(shop, 0);
        Response waits = takeBack(shop, scan.getString("memberId"), id);
        assertEquals("WAITING", waits.jsonPath().getString("state"));
        assertEquals(409, takeBack(other, scan.getString("memberId"), id).statusCode(), "asked for already");
        later(id, "40 days");
        String path = ADJUSTMENTS + "/" + waits.jsonPath().getString("id");
        assertEquals(409, other.asStaff().post(path + "/approve").statusCode());
        assertEquals("WAITING", shop.asStaff().get(path).jsonPath().getString("state"), "nothing is half done");
        assertEquals(409, takeBack(shop, scan.getString("memberId"), id).statusCode());
        assertBalanced(shop);
    }

    @Test
    void theSameRequestIsDoneOnce() throws Exception {
        ShopFixture shop = ShopFixture.fresh("Retry");
        Consumer consumer = new Consumer();
        String member = consumer.claim(lot(shop, """
                {"kind":"POINTS","points":10,"count":1}""").code(0)).getString("memberId");
        Map<String, Object> body = Map.of("memberId", member, "points", 5, "reason", "Lost bottle");
        List<String> ids = Phones.of(8)
                .each(
                        IntStream.range(0, 8).boxed().toList(),
                        n -> shop.asStaff()
                                .header("Idempotency-Key", "one")
                                .body(body)
                                .post(ADJUSTMENTS)
                                .jsonPath()
                                .getString("id"));
        assertEquals(1, ids.stream().distinct().count());
        assertPoints(consumer, 15, 0, 0);
        assertEquals(
                409,
                shop.asStaff()
                        .header("Idempotency-Key", "one")
                        .body(Map.of("memberId", member, "points", 6, "reason", "Lost bottle"))
                        .post(ADJUSTMENTS)
                        .statusCode());
        assertNotEquals(ids.get(0), adjust(shop, member, 5).getString("id"), "without a key it is another one");
    }

    @Test
    void manyTakeTheSameAwardBackAndOneDoes() throws Exception {
        ShopFixture shop = ShopFixture.fresh("Many reverse");
        TestLot lot = lot(shop, """
                {"kind":"POINTS","points":10,"count":4}""");
        List<ShopFixture> staff = staff(shop, 8);
        for (int round = 0; round < 4; round++) {
            JsonPath scan = new Consumer().claim(lot.code(round));
            List<Integer> answers = Phones.of(8)
                    .each(
                            staff,
                            one -> takeBack(one, scan.getString("memberId"), scan.getString("reward.id"))
                                    .statusCode());
            assertEquals(List.of(201, 409), answers.stream().distinct().sorted().toList());
            assertEquals(1, answers.stream().filter(status -> status == 201).count());
        }
        assertBalanced(shop);
    }

    @Test
    void whoseBooksRefuseItKeepsNobodyElseWaiting() {
        ShopFixture shop = ShopFixture.fresh("Stuck");
        String prize = "{\"kind\":\"POINTS\",\"points\":10,\"count\":2,\"pendingDays\":1}";
        Consumer consumer = new Consumer();
        String stuck = consumer.claim(lot(shop, prize).code(0)).getString("reward.id");
        String reserve = " WHERE kind = 'RESERVE' AND owner = (SELECT campaign_id FROM points_credit WHERE id = '"
                + stuck + "') RETURNING 1";
        query("UPDATE account SET balance = 0" + reserve);
        later(stuck, "3 days");
        String next = consumer.claim(lot(shop, prize).code(0)).getString("reward.id");
        later(next, "2 days");
        Eventually.isTrue(() -> state(next).equals("AVAILABLE"));
        assertEquals("PENDING", state(stuck));
        query("UPDATE account SET balance = 10" + reserve);
        Eventually.isTrue(() -> state(stuck).equals("AVAILABLE"));
        assertBalanced(shop);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        ShopFixture shop = ShopFixture.fresh("Nonsense");
        String member = new Consumer().claim(lot(shop, """
                {"kind":"POINTS","points":10,"count":1}""").code(0)).getString("memberId");
        String none = "00000000-0000-8000-8000-000000000000";
        assertInvalid(shop, "points", Map.of("memberId", member, "reason", "x"));
        assertInvalid(shop, "points", Map.of("memberId", member, "reason", "x", "points", 0));
        assertInvalid(shop, "points", Map.of("memberId", member, "reason", "x", "points", 1, "rewardId", none));
        assertInvalid(shop, "points", Map.of("memberId", member, "reason", "x", "points", 2_000_000_000L));
        assertInvalid(shop, "reason", Map.of("memberId", member, "points", 1));
        assertInvalid(shop, "reason", Map.of("memberId", member, "points", 1, "reason", " "));
        assertInvalid(shop, "memberId", Map.of("points", 1, "reason", "x"));
        assertInvalid(shop, "memberId", Map.of("memberId", none, "points", 1, "reason", "x"));
        assertInvalid(shop, "rewardId", Map.of("memberId", member, "rewardId", none, "reason", "x"));
        assertInvalid(shop, "validMonths", Map.of("memberId", member, "points", -1, "reason", "x", "validMonths", 1));
        assertInvalid(ShopFixture.fresh("Other"), "memberId", Map.of("memberId", member, "points", 1, "reason", "x"));
        assertEquals(404, shop.asStaff().get(ADJUSTMENTS + "/" + none).statusCode());
        String both = """
                {"name":"x","prizes":[{"kind":"POINTS","points":1,"count":1,"lockedDays":1,"pendingDays":1}]}""";
        Response locked = shop.asStaff().body(both).post("/api/v1/campaigns");
        assertEquals(400, locked.statusCode());
        assertTrue(locked.jsonPath().getString("errors[0].field").startsWith("prizes[0]"), locked.asString());
        assertBalanced(shop);
    }

    @Test
    void manyTakeAtOnceAndNobodyTakesWhatIsNotThere() throws Exception {
        ShopFixture shop = ShopFixture.fresh("Stampede");
        TestLot lot = lot(shop, """
                {"kind":"POINTS","points":1,"count":40,"validMonths":1}""");
        Consumer consumer = new Consumer();
        String member = consumer.claim(lot.code(0)).getString("memberId");
        List<ShopFixture> staff = staff(shop, 15);
        IntStream.range(0, 30).forEach(n -> given(shop, member, 1, 1 + n % 2));
        List<Integer> answers = Phones.of(16)
                .each(IntStream.range(0, 60).boxed().toList(), n -> {
                    if (n % 2 == 0) {
                        consumer.claim(lot.code(1 + n / 2));
                        return 0;
                    }
                    return asked(staff.get(n % staff.size()), member, -3).statusCode();
                });
        long done = answers.stream().filter(status -> status == 201).count();
        assertTrue(
                answers.stream().allMatch(status -> status == 0 || status == 201 || status == 409), answers::toString);
        assertTrue(done >= 10 && done <= 20, "31 to 61 points that expire, three at a time: " + done);
        assertPoints(consumer, (int) (61 - 3 * done), 0, null);
        assertBalanced(shop);
    }

    private static TestLot lot(ShopFixture shop, String prize) {
        String campaign = shop.runningCampaign("{\"name\":\"Points\",\"prizes\":[" + prize + "]}");
        return shop.activeLot(40, campaign);
    }

    private static List<ShopFixture> staff(ShopFixture shop, int count) {
        return Stream.generate(() -> new ShopFixture(key(shop, "STAFF")))
                .limit(count)
                .toList();
    }

    private static String key(ShopFixture shop, String role) {
        return shop.post("/api/v1/keys", Map.of("role", role, "name", "Second")).getString("key");
    }

    private static Response limit(ShopFixture shop, int points) {
        return shop.asStaff().body(Map.of("adjustmentLimit", points)).patch("/api/v1/brand");
    }

    private static JsonPath adjust(ShopFixture shop, String member, long points) {
        return shop.post(ADJUSTMENTS, Map.of("memberId", member, "points", points, "reason", "Test"));
    }

    private static Response asked(ShopFixture shop, String member, long points) {
        return shop.asStaff()
                .body(Map.of("memberId", member, "points", points, "reason", "Test"))
                .post(ADJUSTMENTS);
    }

    /** Points for some months, or for ever when that is 0. */
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

    private static void assertInvalid(ShopFixture shop, String field, Map<String, Object> body) {
        Response answer = shop.asStaff().body(body).post(ADJUSTMENTS);
        assertEquals(400, answer.statusCode(), answer.asString());
        assertEquals(field, answer.jsonPath().getString("errors[0].field"), answer.asString());
    }

    private static void assertPoints(Consumer consumer, int points, int pending, @Nullable Integer expiring) {
        JsonPath me = consumer.me();
        assertEquals(points, me.getInt("points"), me.prettify());
        assertEquals(pending, me.getInt("pendingPoints"), me.prettify());
        if (expiring != null) {
            assertEquals(expiring, me.getInt("expiringPoints"), me.prettify());
        }
    }

    private static void assertBalanced(ShopFixture shop) {
        assertEquals(List.of(), broken(shop));
    }

    private static List<String> broken(ShopFixture shop) {
        return shop.ledgerCheck().getList("laws.findAll{!it.holds}.name");
    }

    private static int balance(ShopFixture shop, String kind) {
        JsonPath balances = shop.asStaff().get("/api/v1/ledger/balances").jsonPath();
        Integer balance = balances.get("balances.find{it.kind=='" + kind + "' && it.unit=='POINT'}?.balance");
        return balance == null ? 0 : balance;
    }

    private void later(String credit, String time) {
        query("UPDATE points_credit SET available_at = available_at - interval '" + time + "', expires_at = expires_at"
                + " - interval '" + time + "' WHERE id = '" + credit + "' RETURNING 1");
    }

    private String state(String credit) {
        return String.valueOf(query("SELECT state FROM points_credit WHERE id = '" + credit + "'"));
    }

    private Object query(String sql) {
        return pool.query(sql).executeAndAwait().iterator().next().getValue(0);
    }
}
