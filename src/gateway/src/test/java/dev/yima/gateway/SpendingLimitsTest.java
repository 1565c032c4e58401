package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.yima.gateway.ShopFixture.TestLot;
import dev.yima.gateway.platform.db.Rows;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A brand promises and pays no more than its limits; what is won beyond waits, and is paid. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class SpendingLimitsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration DAY_OF_THE_TEST = Duration.ofMinutes(2);

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @Test
    void limitsAreSetByOwnersUpToTheDeploymentsAndByTheFirstKeyBeyond() {
        ShopFixture owner = ShopFixture.fresh("Limited");
        assertEquals(
                Map.of(
                        "campaignMinor",
                        3_000_000_000L,
                        "publishedPerDayMinor",
                        4_000_000_000L,
                        "paidOutPerDayMinor",
                        2_000_000_000),
                owner.asStaff().get("/api/v1/brand/limits").jsonPath().getMap(""));
        JsonPath lower = CampaignFixture.ok(limit(owner, Map.of("campaignMinor", 500)));
        assertEquals(500, lower.getLong("campaignMinor"));
        assertEquals(4_000_000_000L, lower.getLong("publishedPerDayMinor"), "what is left out stays");
        assertEquals(403, limit(owner, Map.of("campaignMinor", 3_000_000_001L)).statusCode());
        assertEquals(
                403, limit(withKey(owner, "STAFF"), Map.of("campaignMinor", 1)).statusCode());
        assertEquals(400, limit(owner, Map.of("paidOutPerDayMinor", -1)).statusCode());

        String own = "/api/v1/brands/" + idOf(owner) + "/limits";
        Map<String, Long> high = Map.of("campaignMinor", 9_000_000_000L);
        assertEquals(403, owner.asStaff().body(high).patch(own).statusCode());
        assertEquals(
                404,
                ShopFixture.first()
                        .asStaff()
                        .body(high)
                        .patch("/api/v1/brands/" + UUID.randomUUID() + "/limits")
                        .statusCode());
        CampaignFixture.ok(ShopFixture.first().asStaff().body(high).patch(own));
        assertEquals(
                9_000_000_000L,
                owner.asStaff().get("/api/v1/brand/limits").jsonPath().getLong("campaignMinor"));
        CampaignFixture.ok(limit(owner, Map.of("campaignMinor", 8_000_000_000L)));
        List<String> audited = Rows.map(
                pool.preparedQuery("SELECT before_value || after_value AS told FROM audit"
                                + " WHERE brand_id = $1 AND action = 'brand.limits' ORDER BY id")
                        .execute(Tuple.of(idOf(owner)))
                        .await()
                        .atMost(PATIENCE),
                row -> row.getString("told"));
        assertEquals(3, audited.size());
        assertEquals("{\"campaignMinor\":3000000000}{\"campaignMinor\":500}", audited.get(0));
    }

    /** Seen red without the comparison of each of the two. */
    @Test
    void nothingIsPublishedAboveALimit() {
        ChinaDay.lasts(DAY_OF_THE_TEST);
        ShopFixture shop = ShopFixture.fresh("Promises much");
        CampaignFixture.ok(limit(shop, Map.of("campaignMinor", 500, "publishedPerDayMinor", 800)));
        String much = draft(shop, "{\"kind\":\"CASH\",\"amountMinor\":167,\"count\":3}");
        assertRefused(publish(shop, much), "campaign");
        assertEquals("DRAFT", state(shop, much));
        String fees = draft(
                shop,
                "{\"kind\":\"COUPON\",\"title\":\"One more\",\"validDays\":9," + "\"storeFeeMinor\":501,\"count\":1}");
        assertRefused(publish(shop, fees), "campaign");
        String points = draft(shop, "{\"kind\":\"POINTS\",\"points\":100000,\"count\":9}");
        CampaignFixture.ok(publish(shop, points));

        CampaignFixture.ok(publish(shop, draft(shop, "{\"kind\":\"CASH\",\"amountMinor\":500,\"count\":1}")));
        String next = draft(shop, "{\"kind\":\"CASH\",\"amountMinor\":100,\"count\":3}");
        String last = draft(shop, "{\"kind\":\"CASH\",\"amountMinor\":1,\"count\":1}");
        CampaignFixture.ok(publish(shop, next));
        CampaignFixture.ok(publish(shop, next));
        assertRefused(publish(shop, last), "of a day");
        execute("UPDATE published_day SET day = day - 1 WHERE brand_id = '" + idOf(shop) + "'");
        CampaignFixture.ok(publish(shop, last));
        assertTrue(shop.ledgerCheck().getBoolean("balanced"));
    }

    @Test
    void whoPublishesAtTheSameMomentSharesTheDay() throws Exception {
        ChinaDay.lasts(DAY_OF_THE_TEST);
        ShopFixture shop = ShopFixture.fresh("Publishes in a hurry");
        CampaignFixture.ok(limit(shop, Map.of("publishedPerDayMinor", 300)));
        List<String> drafts = IntStream.range(0, 8)
                .mapToObj(n -> draft(shop, "{\"kind\":\"CASH\",\"amountMinor\":100,\"count\":1}"))
                .toList();
        List<Response> answers = Phones.of(8).each(drafts, id -> publish(shop, id));
        assertEquals(3, answers.stream().filter(one -> one.statusCode() == 200).count());
        assertEquals(5, answers.stream().filter(one -> one.statusCode() == 409).count());
    }

    /** Seen red with an outbox that took whatever was due. */
    @Test
    void whatIsWonBeyondTheDaysLimitWaitsForTheNextDayOrAHigherLimit() {
        // Payouts go by the clock of the database, which is the machine's.
        assumeTrue(ChinaDay.of(Instant.now()).equals(ChinaDay.of(Instant.now().plus(DAY_OF_THE_TEST))));
        ShopFixture shop = ShopFixture.fresh("Pays slowly");
        ShopFixture other = ShopFixture.fresh("Pays at once");
        CampaignFixture.ok(limit(shop, Map.of("paidOutPerDayMinor", 250)));
        Won won = new Won(shop, 6);
        won.claim(2);
        won.awaitPaid(2);
        won.claim(4);
        Eventually.isTrue(PATIENCE, () -> pause(shop).get("heldUntil") != null);
        Won others = new Won(other, 3);
        others.claim(3);
        others.awaitPaid(3);
        assertNull(pause(other).get("heldUntil"));
        assertEquals(2, won.paid(), "the others wait");
        assertEquals(4, won.in("AWARDED"));

        CampaignFixture.ok(limit(shop, Map.of("paidOutPerDayMinor", 450)));
        won.awaitPaid(4);
        Eventually.isTrue(PATIENCE, () -> pause(shop).get("heldUntil") != null);
        assertEquals(2, won.in("AWARDED"));
        execute("UPDATE payout_day SET day = day - 1 WHERE brand_id = '" + idOf(shop) + "'");
        won.awaitPaid(6);
        assertNull(pause(shop).get("heldUntil"));
        assertTrue(shop.ledgerCheck().getBoolean("balanced"));
        assertNotNull(shop.asStaff().get("/api/v1/payouts").jsonPath().get("items[5]"));
    }

    /** Seen red where the first of a day was compared, too. */
    @Test
    void aPrizeAboveTheDaysLimitIsPaidFirstAndHoldsUpNobodyForEver() {
        ShopFixture shop = ShopFixture.fresh("Pays less than a prize");
        CampaignFixture.ok(limit(shop, Map.of("paidOutPerDayMinor", 50)));
        Won won = new Won(shop, 1);
        won.claim(1);
        won.awaitPaid(1);
    }

    /** Seen red where a change of one limit stored all three. */
    @Test
    void limitsThatAnOwnerLeavesOutStayTheDeployments() {
        ShopFixture owner = ShopFixture.fresh("Limits one");
        CampaignFixture.ok(limit(owner, Map.of("campaignMinor", 500)));
        Row stored = pool.preparedQuery("SELECT campaign_limit, publish_limit, payout_limit FROM brand WHERE id = $1")
                .execute(Tuple.of(idOf(owner)))
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next();
        assertEquals(500, stored.getLong("campaign_limit"));
        assertNull(stored.getLong("publish_limit"));
        assertNull(stored.getLong("payout_limit"));
    }

    /** Cash of one yuan that some people win. */
    private static final class Won {
        private final ShopFixture shop;
        private final TestLot lot;
        private int next;

        Won(ShopFixture shop, int people) {
            this.shop = shop;
            this.lot = shop.activeLot(
                    people,
                    shop.runningCampaign(people, "[{\"kind\":\"CASH\",\"amountMinor\":100,\"count\":" + people + "}]"));
        }

        void claim(int people) {
            for (int n = 0; n < people; n++) {
                new Consumer().claim(lot.code(next++));
            }
        }

        int paid() {
            return in("PAID");
        }

        int in(String state) {
            return shop.asStaff()
                    .get("/api/v1/payouts?state=" + state)
                    .jsonPath()
                    .getList("items")
                    .size();
        }

        void awaitPaid(int people) {
            Eventually.isTrue(PATIENCE, () -> paid() == people);
        }
    }

    private static JsonPath pause(ShopFixture shop) {
        return shop.asStaff().get("/api/v1/payouts/pause").jsonPath();
    }

    private static Response limit(ShopFixture shop, Map<String, ? extends Number> change) {
        return shop.asStaff().body(change).patch("/api/v1/brand/limits");
    }

    private static String draft(ShopFixture shop, String prize) {
        return shop.post("/api/v1/campaigns", "{\"name\":\"C\",\"prizes\":[" + prize + "]}")
                .getString("id");
    }

    private static Response publish(ShopFixture shop, String campaign) {
        return shop.asStaff().body("{}").post("/api/v1/campaigns/" + campaign + "/publish");
    }

    private static String state(ShopFixture shop, String campaign) {
        return shop.asStaff().get("/api/v1/campaigns/" + campaign).jsonPath().getString("state");
    }

    private static void assertRefused(Response answer, String which) {
        LinkedRewardsTest.assertProblem(answer, 409, "above-limit");
        assertTrue(answer.jsonPath().getString("detail").contains(which), answer.asString());
    }

    private static UUID idOf(ShopFixture shop) {
        return UUID.fromString(shop.asStaff().get("/api/v1/brand").jsonPath().getString("id"));
    }

    private static ShopFixture withKey(ShopFixture owner, String role) {
        return new ShopFixture(
                owner.post("/api/v1/keys", Map.of("role", role, "name", "Key")).getString("key"));
    }

    private void execute(String sql) {
        pool.query(sql).execute().await().atMost(PATIENCE);
    }
}
