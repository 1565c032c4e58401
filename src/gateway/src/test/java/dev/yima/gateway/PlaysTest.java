package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The plays that a campaign can be, over HTTP: what is won, opened, redeemed, sent, and what goes back. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class PlaysTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @Test
    void theSecondBottleOpensTheFirstPacketAndTheMoneyIsOnItsWay() {
        ShopFixture shop = ShopFixture.fresh("Locked");
        TestLot lot = shop.activeLot(3, campaign(shop, """
                {"kind":"CASH","amountMinor":188,"count":2,"lockedDays":7},{"kind":"POINTS","points":5,"count":1}"""));
        Consumer consumer = new Consumer();
        // Of three claims two win a packet, so one of the first two does, and another comes after it.
        String locked = null;
        boolean opened = false;
        for (int code = 0; code < 3 && !opened; code++) {
            JsonPath scan = consumer.claim(lot.code(code));
            if (locked != null) {
                assertEquals(locked, scan.getString("opened.id"), "the next claim opens it");
                assertEquals("AWARDED", scan.getString("opened.state"));
                opened = true;
                continue;
            }
            assertNull(scan.get("opened"));
            if ("CASH".equals(scan.getString("reward.kind"))) {
                assertEquals("LOCKED", scan.getString("reward.state"));
                assertNotNull(scan.get("reward.expiresAt"));
                locked = scan.getString("reward.id");
                assertTrue(
                        shop.ledgerCheck().getBoolean("balanced"),
                        shop.ledgerCheck().prettify());
            }
        }
        assertTrue(opened, "the packet was opened");
        Set<String> states = new HashSet<>(consumer.me().getList("rewards.findAll{it.kind=='CASH'}.state"));
        assertFalse(states.contains("RETURNED"), states.toString());
        assertTrue(shop.ledgerCheck().getBoolean("balanced"), shop.ledgerCheck().prettify());
    }

    @Test
    void aPacketThatNobodyOpensGoesBackToThePool() {
        ShopFixture shop = ShopFixture.fresh("Forgotten");
        String campaign = campaign(shop, """
                {"kind":"CASH","amountMinor":188,"count":3,"lockedDays":1}""");
        TestLot lot = shop.activeLot(3, campaign);
        Consumer consumer = new Consumer();
        String id = consumer.claim(lot.code(0)).getString("reward.id");
        later("locked_packet", id, "2 days");
        Eventually.isTrue(() -> "RETURNED".equals(state("locked_packet", id)));
        assertEquals("RETURNED", consumer.me().getString("rewards[0].state"));
        assertNull(consumer.claim(lot.code(1)).get("opened"), "it is gone");
        assertTrue(shop.ledgerCheck().getBoolean("balanced"), shop.ledgerCheck().prettify());
        shop.post("/api/v1/campaigns/" + campaign + "/end", Map.of());
        assertTrue(shop.ledgerCheck().getBoolean("balanced"), shop.ledgerCheck().prettify());
    }

    @Test
    void aCouponIsRedeemedOnceByOneStoreThatEarnsItsFee() throws Exception {
        ShopFixture shop = ShopFixture.fresh("One yuan");
        TestLot lot = shop.activeLot(1, campaign(shop, """
                {"kind":"COUPON","title":"One more for one yuan","validDays":30,"priceMinor":100,"storeFeeMinor":50,
                 "count":1}"""));
        Consumer consumer = new Consumer();
        JsonPath won = consumer.claim(lot.code(0));
        String code = won.getString("reward.couponCode");
        assertEquals("One more for one yuan", won.getString("reward.title"));
        assertEquals(100, won.getInt("reward.priceMinor"));
        assertEquals(code, consumer.claim(lot.code(0)).getString("reward.couponCode"), "asked again");

        assertEquals(404, ShopFixture.fresh("Other").asStaff().post(path(code)).statusCode());
        assertEquals(404, shop.asStaff().post(path("000000000000")).statusCode());
        List<Response> answers = Phones.of(8)
                .each(
                        List.of(1, 2, 3, 4, 5, 6, 7, 8),
                        n -> shop.asStaff().header("Idempotency-Key", "till-17").post(path(code)));
        for (Response answer : answers) {
            assertEquals(200, answer.statusCode(), answer.asString());
            assertEquals("REDEEMED", answer.jsonPath().getString("state"));
        }
        assertEquals(
                1,
                count("transfer WHERE reason = 'FEE' AND amount = 50 AND reference = '" + won.getString("reward.id")
                        + "'"));
        assertEquals("REDEEMED", consumer.me().getString("rewards[0].state"));
        JsonPath listed = shop.asStaff().get("/api/v1/coupons?state=REDEEMED").jsonPath();
        assertEquals(code, listed.getString("items[0].code"));
        assertEquals(
                0,
                shop.asStaff()
                        .get("/api/v1/coupons?state=ISSUED")
                        .jsonPath()
                        .getList("items")
                        .size());
        assertTrue(shop.ledgerCheck().getBoolean("balanced"), shop.ledgerCheck().prettify());
    }

    @Test
    void aCouponThatIsOverIsNotRedeemedAndItsFeeGoesBack() {
        ShopFixture shop = ShopFixture.fresh("Too late");
        TestLot lot = shop.activeLot(1, campaign(shop, """
                {"kind":"COUPON","title":"One more","validDays":1,"storeFeeMinor":50,"count":1}"""));
        JsonPath won = new Consumer().claim(lot.code(0));
        String id = won.getString("reward.id");
        later("coupon", id, "2 days");
        Response refused = shop.asStaff().post(path(won.getString("reward.couponCode")));
        assertEquals(409, refused.statusCode());
        assertTrue(refused.jsonPath().getString("type").endsWith("/coupon-over"), refused.asString());
        Eventually.isTrue(() -> "EXPIRED".equals(state("coupon", id)));
        assertTrue(shop.ledgerCheck().getBoolean("balanced"), shop.ledgerCheck().prettify());
    }

    @Test
    void onlyTheWinnerSaysWhereAGiftGoesAndNobodyElseReadsIt() {
        ShopFixture shop = ShopFixture.fresh("Bicycles");
        TestLot lot = shop.activeLot(1, campaign(shop, """
                {"kind":"GIFT","title":"Bicycle","count":1}"""));
        Consumer consumer = new Consumer();
        String id = consumer.claim(lot.code(0)).getString("reward.id");
        Map<String, String> home = Map.of("name", "Li Lei", "phone", "138 0013 8000", "address", "1 Renmin Road");
        assertEquals(
                409,
                shop.asStaff()
                        .body(Map.of())
                        .post("/api/v1/gifts/" + id + "/ship")
                        .statusCode());
        Consumer other = new Consumer();
        other.look(lot.code(0));
        assertEquals(
                404, other.post("/api/v1/me/gifts/" + id + "/address", home).statusCode());
        assertEquals(
                400,
                consumer.post("/api/v1/me/gifts/" + id + "/address", Map.of("name", "x"))
                        .statusCode());
        assertEquals(
                204, consumer.post("/api/v1/me/gifts/" + id + "/address", home).statusCode());
        assertEquals("ADDRESSED", consumer.me().getString("rewards[0].state"));
        JsonPath gifts = shop.asStaff().get("/api/v1/gifts?state=ADDRESSED").jsonPath();
        assertEquals("1 Renmin Road", gifts.getString("items[0].address.address"));
        assertEquals(0, count("gift WHERE position('Renmin' IN encode(sealed_address, 'escape')) > 0"), "it is sealed");
        assertEquals(
                0,
                ShopFixture.fresh("Other")
                        .asStaff()
                        .get("/api/v1/gifts")
                        .jsonPath()
                        .getList("items")
                        .size());
        JsonPath sent = shop.post("/api/v1/gifts/" + id + "/ship", Map.of("tracking", "SF1"));
        assertEquals("SHIPPED", sent.getString("state"));
        shop.post("/api/v1/gifts/" + id + "/ship", Map.of("tracking", "SF2"));
        assertEquals(
                409, consumer.post("/api/v1/me/gifts/" + id + "/address", home).statusCode());
        assertTrue(shop.ledgerCheck().getBoolean("balanced"), shop.ledgerCheck().prettify());
    }

    @Test
    void twoPiecesAreASetAndASetIsHandedIn() {
        ShopFixture shop = ShopFixture.fresh("Set");
        String campaign = shop.runningCampaign("""
                {"name":"Set","prizes":[{"kind":"PIECE","title":"Spring","count":4},
                {"kind":"PIECE","title":"Autumn","count":4}],
                "bonuses":[{"rule":"SET","prize":{"kind":"CASH","amountMinor":888,"count":3}}]}""");
        TestLot lot = shop.activeLot(8, campaign);
        Consumer consumer = new Consumer();
        int spring = 0;
        int autumn = 0;
        int sets = 0;
        for (int code = 0; code < 8; code++) {
            JsonPath reward = consumer.claim(lot.code(code));
            if ("CASH".equals(reward.getString("reward.kind"))) {
                sets++;
                assertTrue(spring > 0 || autumn > 0, "a set of one piece");
                int handedIn = spring > 0 ? spring-- : autumn--;
                assertTrue(handedIn > 0);
            } else if ("Spring".equals(reward.getString("reward.title"))) {
                assertTrue(autumn == 0 || sets == 3, "the set would have been complete");
                spring++;
            } else {
                assertTrue(spring == 0 || sets == 3, "the set would have been complete");
                autumn++;
            }
        }
        assertEquals(3, sets, "there are three");
        assertTrue(shop.ledgerCheck().getBoolean("balanced"), shop.ledgerCheck().prettify());
    }

    @Test
    void aCampaignForSomeIsClosedToOthersUntilTheyAreCalledSo() {
        ShopFixture shop = ShopFixture.fresh("Chosen");
        String campaign = shop.runningCampaign("""
                {"name":"For the chosen","tags":["vip"],"prizes":[{"kind":"POINTS","points":5,"count":2}]}""");
        TestLot lot = shop.activeLot(2, campaign);
        Consumer consumer = new Consumer();
        JsonPath refused = consumer.claim(lot.code(0));
        assertEquals("NOT_CHOSEN", refused.getString("refusal"));
        String member = refused.getString("memberId");
        String tags = "/api/v1/members/" + member + "/tags";
        assertEquals(
                404,
                ShopFixture.fresh("Other")
                        .asStaff()
                        .body(Map.of("tags", List.of("vip")))
                        .put(tags)
                        .statusCode());
        assertEquals(
                400,
                shop.asStaff().body(Map.of("tags", List.of("v i p"))).put(tags).statusCode());
        // A claim that is refused makes its member with the next batch of looks, a moment after the answer.
        Eventually.isTrue(() -> shop.asStaff()
                        .body(Map.of("tags", List.of("vip", "vip")))
                        .put(tags)
                        .statusCode()
                == 200);
        assertEquals(List.of("vip"), shop.asStaff().get(tags).jsonPath().getList("tags"));
        assertEquals(5, consumer.claim(lot.code(0)).getInt("reward.points"));
    }

    @Test
    void theThirdBottleWinsForSure() {
        ShopFixture shop = ShopFixture.fresh("Third");
        String campaign = shop.runningCampaign("""
                {"name":"Third","claims":9,"prizes":[{"kind":"THANKS","title":"Try again","count":3}],
                "bonuses":[{"rule":"NTH","n":3,"per":"EVER","prize":{"kind":"POINTS","points":50,"count":1}}],
                "multipliers":[{"factor":2,"weekdays":["MONDAY","TUESDAY","WEDNESDAY","THURSDAY","FRIDAY","SATURDAY",
                "SUNDAY"]}]}""");
        TestLot lot = shop.activeLot(4, campaign);
        Consumer consumer = new Consumer();
        for (int code = 0; code < 4; code++) {
            JsonPath scan = consumer.claim(lot.code(code));
            assertEquals(code == 2 ? "POINTS" : null, points(scan), "claim " + code);
        }
        assertEquals(100, consumer.me().getInt("points"), "they count twice every day");
        assertTrue(shop.ledgerCheck().getBoolean("balanced"), shop.ledgerCheck().prettify());
    }

    @Test
    void theLawsSeeWhatWasDoctored() {
        ShopFixture shop = ShopFixture.fresh("Doctored");
        TestLot lot = shop.activeLot(2, campaign(shop, """
                {"kind":"CASH","amountMinor":188,"count":1,"lockedDays":7},
                {"kind":"COUPON","title":"One more","validDays":9,"storeFeeMinor":50,"count":1}"""));
        new Consumer().claim(lot.code(0));
        new Consumer().claim(lot.code(1));
        assertEquals(List.of(), broken(shop));
        String mine = " WHERE brand_id = (SELECT brand_id FROM lot ORDER BY created_at DESC LIMIT 1) RETURNING 1";
        query("UPDATE locked_packet SET state = 'RETURNED'" + mine);
        assertEquals(List.of("reserves-are-what-is-set-aside", "locked-packets-end-once"), broken(shop));
        query("UPDATE locked_packet SET state = 'LOCKED'" + mine);
        query("UPDATE coupon SET state = 'EXPIRED'" + mine);
        assertEquals(
                List.of("reserves-are-what-is-set-aside", "coupons-redeemed-once", "coupon-fees-are-paid-or-go-back"),
                broken(shop));
        query("UPDATE coupon SET state = 'ISSUED'" + mine);
        assertEquals(List.of(), broken(shop));
    }

    private static List<String> broken(ShopFixture shop) {
        return shop.ledgerCheck().getList("laws.findAll{!it.holds}.name");
    }

    private static @Nullable String points(JsonPath scan) {
        String kind = scan.getString("reward.kind");
        return "POINTS".equals(kind) ? kind : null;
    }

    private static String campaign(ShopFixture shop, String prizes) {
        return shop.runningCampaign("{\"name\":\"Play\",\"prizes\":[" + prizes + "]}");
    }

    private static String path(String code) {
        return "/api/v1/coupons/" + code + "/redeem";
    }

    private void later(String table, String claim, String time) {
        query("UPDATE " + table + " SET expires_at = expires_at - interval '" + time + "' WHERE claim_id = '" + claim
                + "' RETURNING 1");
    }

    private String state(String table, String claim) {
        return String.valueOf(query("SELECT state FROM " + table + " WHERE claim_id = '" + claim + "'"));
    }

    private long count(String from) {
        return (Long) query("SELECT count(*) FROM " + from);
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
