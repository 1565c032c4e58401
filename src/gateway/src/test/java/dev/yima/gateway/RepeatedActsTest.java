package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.CampaignFixture.Goods;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A request that is sent again is told apart from a second act. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class RepeatedActsTest {
    private static final String COUPONS = """
            {"name":"One more","prizes":[{"kind":"COUPON","title":"One more bottle","validDays":30,
            "priceMinor":100,"storeFeeMinor":50,"count":6}]}""";
    private static final Pattern REDEMPTION = Pattern.compile("name=\"redemption\" value=\"([0-9a-f-]{36})\"");

    @Test
    void aCouponThatIsShownTwiceGetsOneBottle() {
        CampaignFixture market = CampaignFixture.fresh("Shown twice");
        String store = market.store("Corner", market.dealer("East"));
        Consumer boss = market.worker(store, "STORE");
        String coupon = coupons(market, 1).get(0);
        String redeem = "/api/v1/partner/coupons/" + coupon + "/redeem";
        String key = UUID.randomUUID().toString();
        Response first = boss.postOnce(redeem, Map.of(), key);
        assertEquals(200, first.statusCode());
        assertEquals(first.asString(), boss.postOnce(redeem, Map.of(), key).asString(), "the same request");
        for (Response second : List.of(
                boss.post(redeem, Map.of()),
                boss.postOnce(redeem, Map.of(), UUID.randomUUID().toString()))) {
            assertEquals(409, second.statusCode(), second.asString());
            assertEquals(
                    "https://yima.dev/problems/coupon-used", second.jsonPath().getString("type"));
            assertTrue(second.jsonPath().getString("detail").endsWith(" here"), second.asString());
        }
        assertEquals(50, earned(market, store));
    }

    @Test
    void aStoresKeyRedeemsOnceToo() {
        CampaignFixture market = CampaignFixture.fresh("Key at the till");
        ShopFixture till = new ShopFixture(market.shop()
                .post("/api/v1/keys", Map.of("role", "STORE", "name", "Corner"))
                .getString("key"));
        String redeem = "/api/v1/coupons/" + coupons(market, 1).get(0) + "/redeem";
        Response first = till.asStaff().header("Idempotency-Key", "till-1").post(redeem);
        Response again = till.asStaff().header("Idempotency-Key", "till-1").post(redeem);
        assertEquals(200, first.statusCode());
        assertEquals(first.asString(), again.asString());
        assertEquals(409, till.asStaff().post(redeem).statusCode());
        assertEquals(
                409,
                till.asStaff().header("Idempotency-Key", "till-2").post(redeem).statusCode());
    }

    @Test
    void theFormOfThePageTellsASecondRedemption() {
        CampaignFixture market = CampaignFixture.fresh("Two forms");
        String store = market.store("Corner", market.dealer("East"));
        TestForm boss = TestForm.of(market, store);
        String coupon = coupons(market, 1).get(0);
        String form = boss.page();
        Response done = boss.redeem(form, coupon);
        assertEquals(200, done.statusCode());
        assertTrue(done.asString().contains("Redeemed"), done.asString());
        assertEquals(200, boss.redeem(form, coupon).statusCode(), "the same form, sent again");
        Response second = boss.redeem(boss.page(), coupon);
        assertEquals(409, second.statusCode());
        assertFalse(second.asString().contains("Your store earns"), second.asString());
        assertTrue(second.asString().contains("Hand nothing out for it again"), second.asString());
        assertEquals(409, boss.redeem("", coupon).statusCode(), "a form without the number");
        assertEquals(50, earned(market, store));
    }

    @Test
    void receivingOpeningAndJoiningSayWhatWasDoneBefore() {
        CampaignFixture market = CampaignFixture.fresh("Already");
        ShopFixture shop = market.shop();
        String campaign = shop.runningCampaign(9, "[{\"kind\":\"POINTS\",\"points\":1,\"count\":9}]");
        String store = market.store("Corner", market.dealer("East"));
        Consumer boss = new Consumer();
        Map<String, Object> joining =
                CampaignFixture.joining(market.invitation(store, Map.of("role", "STORE")), "Wang Fang");
        assertEquals(List.of(false, true), already(boss, "/api/v1/partner/join", joining));
        Goods goods = market.goods(1, 2, campaign);
        String box = goods.boxes().code(0);
        shop.post(
                "/api/v1/movements",
                Map.of(
                        "device",
                        "PDA",
                        "movements",
                        List.of(Map.of(
                                "sequence",
                                1,
                                "kind",
                                "OUTBOUND",
                                "code",
                                box,
                                "partnerId",
                                store,
                                "at",
                                "2026-03-02T08:00:00Z"))));
        assertEquals(List.of(false, true), already(boss, "/api/v1/partner/receipts", Map.of("code", box)));
        assertEquals(List.of(false, true), already(boss, "/api/v1/partner/openings", Map.of("code", box)));
    }

    @Test
    void whoeverNeverGotTheAnswerToJoiningIsStillTheSamePerson() {
        CampaignFixture market = CampaignFixture.fresh("Joined and lost");
        String store = market.store("Corner", market.dealer("East"));
        Map<String, Object> joining =
                CampaignFixture.joining(market.invitation(store, Map.of("role", "STORE")), "Wang Fang");
        String key = UUID.randomUUID().toString();
        Response first = new Consumer("One phone").postOnce("/api/v1/partner/join", joining, key);
        Response again = new Consumer("One phone").postOnce("/api/v1/partner/join", joining, key);
        assertEquals(200, first.statusCode());
        assertEquals(200, again.statusCode(), again.asString());
        assertEquals(first.cookie("yima_member"), again.cookie("yima_member"));
        assertTrue(again.jsonPath().getBoolean("already"));
    }

    @Test
    void aGiftIsSentOnce() {
        ShopFixture shop = ShopFixture.fresh("Sent once");
        String campaign = shop.runningCampaign(1, "[{\"kind\":\"GIFT\",\"title\":\"Fridge\",\"count\":1}]");
        Consumer winner = new Consumer();
        String gift = winner.claim(shop.activeLot(1, campaign).code(0)).getString("reward.id");
        winner.post(
                "/api/v1/me/gifts/" + gift + "/address",
                Map.of("name", "Wang Fang", "phone", "13800000000", "address", "1 Renmin Road, Wuhan"));
        String ship = "/api/v1/gifts/" + gift + "/ship";
        JsonPath first = shop.post(ship, Map.of("tracking", "SF1"));
        for (Map<String, String> again : List.of(Map.of("tracking", "SF1"), Map.<String, String>of())) {
            JsonPath second = shop.post(ship, again);
            assertEquals(first.getString("shippedAt"), second.getString("shippedAt"), "it was sent before");
            assertEquals("SF1", second.getString("tracking"));
        }
    }

    private static List<Boolean> already(Consumer person, String path, Map<String, Object> body) {
        return List.of(
                CampaignFixture.ok(person.post(path, body)).getBoolean("already"),
                CampaignFixture.ok(person.post(path, body)).getBoolean("already"));
    }

    private static List<String> coupons(CampaignFixture market, int count) {
        ShopFixture shop = market.shop();
        ShopFixture.TestLot lot = shop.activeLot(count, shop.runningCampaign(COUPONS));
        return IntStream.range(0, count)
                .mapToObj(cap -> new Consumer().claim(lot.code(cap)).getString("reward.couponCode"))
                .toList();
    }

    private static int earned(CampaignFixture market, String store) {
        List<Integer> balances = market.shop()
                .asStaff()
                .get("/api/v1/ledger/balances?owner=" + store)
                .jsonPath()
                .getList("balances.findAll { it.unit == 'CNY' }.balance");
        return balances.stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * The browser of somebody who works at a store.
     *
     * @param cookie the cookie
     */
    private record TestForm(String cookie) {
        static TestForm of(CampaignFixture market, String store) {
            Response joined = RestAssured.given()
                    .contentType("application/json")
                    .body(CampaignFixture.joining(market.invitation(store, Map.of("role", "STORE")), "Wang Fang"))
                    .post("/api/v1/partner/join");
            return new TestForm(joined.cookie("yima_member"));
        }

        /** The number of a fresh form. */
        String page() {
            String html = RestAssured.given()
                    .cookie("yima_member", cookie)
                    .accept("text/html")
                    .get("/partner")
                    .asString();
            Matcher found = REDEMPTION.matcher(html);
            return found.find() ? found.group(1) : "";
        }

        Response redeem(String form, String coupon) {
            return RestAssured.given()
                    .cookie("yima_member", cookie)
                    .accept("text/html")
                    .header("Sec-Fetch-Site", "same-origin")
                    .contentType("application/x-www-form-urlencoded")
                    .body("coupon=" + coupon + "&sure=yes&redemption=" + form)
                    .post("/partner/coupons");
        }
    }
}
