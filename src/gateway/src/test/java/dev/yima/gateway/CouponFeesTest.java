package dev.yima.gateway;

import static dev.yima.gateway.LinkedRewardsTest.assertProblem;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a store earns by the coupons that its people redeem, and what it does not. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class CouponFeesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int FEE = 50;
    private static final int COUPONS = 6;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    /** A store that redeems, and the coupons of its brand. */
    private record Till(CampaignFixture market, String store, String campaign, TestLot lot) {
        static Till open(String name) {
            CampaignFixture market = CampaignFixture.fresh(name);
            String store = market.store("Corner", market.dealer("Anywhere"));
            String campaign = market.shop().runningCampaign("""
                    {"name":"One more","prizes":[{"kind":"COUPON","title":"One more bottle","validDays":30,
                    "priceMinor":100,"storeFeeMinor":50,"count":6}]}""");
            return new Till(market, store, campaign, market.shop().activeLot(COUPONS, campaign));
        }

        String coupon(Consumer winner, int cap) {
            return winner.claim(lot.code(cap)).getString("reward.couponCode");
        }

        JsonPath asStaffSees(String coupon) {
            return market.shop().asStaff().get("/api/v1/coupons/" + coupon).jsonPath();
        }

        /** What an owner's accounts hold of the currency, by their kinds. */
        Map<String, Integer> held(String owner) {
            Map<String, Integer> held = new HashMap<>();
            List<Map<String, Object>> balances = market.shop()
                    .asStaff()
                    .get("/api/v1/ledger/balances?owner=" + owner)
                    .jsonPath()
                    .getList("balances");
            balances.stream()
                    .filter(one -> "CNY".equals(one.get("unit")))
                    .forEach(one -> held.put(String.valueOf(one.get("kind")), (Integer) one.get("balance")));
            return held;
        }

        void assertBalanced() {
            assertTrue(
                    market.shop().ledgerCheck().getBoolean("balanced"),
                    () -> market.shop().ledgerCheck().prettify());
        }
    }

    @BeforeEach
    void onOneDay() {
        ChinaDay.lasts(Duration.ofMinutes(2));
    }

    @Test
    void theCouponsOfAStoresOwnPeopleAreHonouredAndPayNoFee() throws Exception {
        Till till = Till.open("Own coupons");
        Consumer boss = till.market.worker(till.store, "STORE");
        Consumer colleague = till.market.worker(till.store, "GUIDE");
        List<String> own = List.of(till.coupon(boss, 0), till.coupon(colleague, 1), till.coupon(boss, 2));
        List<Consumer> redeemers = List.of(boss, boss, colleague);
        for (int n = 0; n < own.size(); n++) {
            String coupon = own.get(n);
            Consumer redeemer = redeemers.get(n);
            List<Response> answers = Phones.of(6)
                    .each(
                            List.of(1, 2, 3, 4, 5, 6),
                            again -> redeemer.postOnce(
                                    "/api/v1/partner/coupons/" + coupon + "/redeem", Map.of(), "tap-1"));
            for (Response answer : answers) {
                JsonPath redeemed = CampaignFixture.ok(answer);
                assertEquals("One more bottle", redeemed.getString("title"));
                assertEquals(100, redeemed.getInt("priceMinor"), "it is honoured");
                assertEquals(0, redeemed.getInt("storeFeeMinor"));
                assertEquals("SAME_PERSON", redeemed.getString("keptBack"));
            }
            JsonPath seen = till.asStaffSees(coupon);
            assertEquals("REDEEMED", seen.getString("state"));
            assertEquals("SAME_PERSON", seen.getString("keptBack"));
            assertEquals(till.store, seen.getString("redeemedBy"));
            assertEquals(redeemer.me().getString("memberId"), seen.getString("redeemedMemberId"));
        }
        assertEquals(Map.of(), till.held(till.store));
        assertEquals(Map.of("POOL", COUPONS * FEE, "RESERVE", 0), till.held(till.campaign), "the fees are back");
        till.assertBalanced();

        till.market.shop().post("/api/v1/campaigns/" + till.campaign + "/end", Map.of());
        assertEquals(Map.of("POOL", 0, "RESERVE", 0), till.held(till.campaign));
        till.assertBalanced();
    }

    @Test
    void whenTheCampaignHasEndedTheFeeGoesBackToTheBrand() {
        Till till = Till.open("Ended");
        Consumer boss = till.market.worker(till.store, "STORE");
        String own = till.coupon(boss, 0);
        till.market.shop().post("/api/v1/campaigns/" + till.campaign + "/end", Map.of());
        assertEquals(Map.of("POOL", 0, "RESERVE", FEE), till.held(till.campaign));
        assertEquals("SAME_PERSON", CampaignFixture.ok(redeem(boss, own)).getString("keptBack"));
        assertEquals(Map.of("POOL", 0, "RESERVE", 0), till.held(till.campaign));
        till.assertBalanced();
    }

    @Test
    void guestsAndThoseWhoWorkElsewherePayTheFee() {
        Till till = Till.open("Guests");
        Consumer boss = till.market.worker(till.store, "STORE");
        String other = till.market.store("Next door", till.market.dealer("Another"));
        Consumer neighbour = till.market.worker(other, "STORE");
        Consumer former = till.market.worker(till.store, "GUIDE");
        String people = "/api/v1/partners/" + till.store + "/people";
        String left = till.market.shop().asStaff().get(people).jsonPath().getString("find { it.role == 'GUIDE' }.id");
        till.market.shop().asStaff().delete(people + "/" + left);
        int cap = 0;
        for (Consumer guest : List.of(new Consumer(), neighbour, former)) {
            JsonPath redeemed = CampaignFixture.ok(redeem(boss, till.coupon(guest, cap++)));
            assertEquals(FEE, redeemed.getInt("storeFeeMinor"));
            assertNull(redeemed.get("keptBack"));
            String wallet = guest.page("/my/rewards", "en").asString();
            assertTrue(wallet.matches("(?s).*Redeemed <time [^>]*>[^<]*</time><br>Corner<.*"), wallet);
        }
        assertEquals(Map.of("STORE", 3 * FEE), till.held(till.store));
        String own = till.coupon(neighbour, cap);
        assertEquals(0, CampaignFixture.ok(redeem(neighbour, own)).getInt("storeFeeMinor"));
        assertProblem(redeem(boss, own), 409, "coupon-used");
        till.assertBalanced();
    }

    /** Seen red with a check that asked about the redeemer's own store only, which a key does not name. */
    @Test
    void aKeyIsNoWayAroundTheRule() {
        Till till = Till.open("Own coupons by key");
        Consumer waiter = till.market.worker(till.store, "GUIDE");
        JsonPath made = till.market.shop().post("/api/v1/keys", Map.of("role", "STORE", "name", "Corner"));
        ShopFixture key = new ShopFixture(made.getString("key"));
        JsonPath own = key.post("/api/v1/coupons/" + till.coupon(waiter, 0) + "/redeem", Map.of());
        assertEquals("REDEEMED", own.getString("state"), "it is honoured");
        assertEquals("SAME_PERSON", own.getString("keptBack"));
        JsonPath guests = key.post("/api/v1/coupons/" + till.coupon(new Consumer(), 1) + "/redeem", Map.of());
        assertNull(guests.get("keptBack"));
        assertEquals(Map.of("STORE", FEE), till.held(made.getString("id")));
        till.assertBalanced();
    }

    @Test
    void feesCountWithWhatWasEarnedTodayAndThisMonth() {
        Till till = Till.open("Today");
        Consumer boss = till.market.worker(till.store, "STORE");
        Consumer colleague = till.market.worker(till.store, "STORE");
        CampaignFixture.ok(redeem(boss, till.coupon(new Consumer(), 0)));
        CampaignFixture.ok(redeem(boss, till.coupon(new Consumer(), 1)));
        CampaignFixture.ok(redeem(boss, till.coupon(boss, 2)));
        JsonPath self = CampaignFixture.ok(boss.get("/api/v1/partner"));
        for (String time : List.of("today", "month")) {
            assertEquals(2 * FEE, self.getInt(time + "[0].amountMinor"));
            assertEquals("CNY", self.getString(time + "[0].currency"));
            assertEquals(2, self.getInt(time + "[0].rewards"));
        }
        assertEquals(List.of("One more bottle", "One more bottle"), self.getList("latest.coupon"));
        assertNull(self.get("latest[0].slot"));
        JsonPath others = CampaignFixture.ok(colleague.get("/api/v1/partner"));
        assertEquals(List.of(), others.getList("today"), "whoever redeemed it");

        String slots = "{\"name\":\"x\",\"claims\":9,\"prizes\":[{\"kind\":\"POINTS\",\"points\":1,\"count\":9}],"
                + "\"slots\":[{\"slot\":\"STORE\",\"kind\":\"CASH\",\"amountMinor\":7}]}";
        CampaignFixture.Goods goods = till.market.goods(1, 3, till.market.shop().runningCampaign(slots));
        CampaignFixture.ok(CampaignFixture.open(boss, goods.boxes().code(0)));
        new Consumer().claim(goods.cap(0, 0));
        JsonPath both = CampaignFixture.ok(boss.get("/api/v1/partner"));
        assertEquals(2 * FEE + 7, both.getInt("today[0].amountMinor"));
        assertEquals(3, both.getInt("month[0].rewards"));
        assertEquals("STORE", both.getString("latest[0].slot"), "the latest first");
        String page = boss.get("/partner").asString();
        assertTrue(page.contains("¥1.07"), page);
        assertTrue(page.contains("One more bottle"), page);
    }

    @Test
    void theLawsSeeAFeeThatWentElsewhere() {
        Till till = Till.open("Doctored fees");
        Consumer boss = till.market.worker(till.store, "STORE");
        String own = till.coupon(boss, 0);
        String guests = till.coupon(new Consumer(), 1);
        CampaignFixture.ok(redeem(boss, own));
        CampaignFixture.ok(redeem(boss, guests));
        till.assertBalanced();
        for (List<String> change : List.of(
                List.of("kept_back = NULL", "kept_back = 'SAME_PERSON'", own),
                List.of("kept_back = 'SAME_PERSON'", "kept_back = NULL", guests))) {
            update(change.get(0), change.get(2));
            assertEquals(
                    List.of("coupon-fees-are-paid-or-go-back"),
                    till.market.shop().ledgerCheck().getList("laws.findAll { !it.holds }.name"));
            update(change.get(1), change.get(2));
            till.assertBalanced();
        }
    }

    private static Response redeem(Consumer person, String coupon) {
        return person.post("/api/v1/partner/coupons/" + coupon + "/redeem", Map.of());
    }

    private void update(String change, String coupon) {
        pool.query("UPDATE coupon SET " + change + " WHERE code = '" + coupon + "'")
                .execute()
                .await()
                .atMost(PATIENCE);
    }
}
