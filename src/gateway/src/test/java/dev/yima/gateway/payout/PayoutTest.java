package dev.yima.gateway.payout;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.QuickJson;
import dev.yima.gateway.ShopFixture;
import dev.yima.gateway.TestServers;
import dev.yima.gateway.WithoutRedis;
import dev.yima.gateway.payout.sandbox.SandboxProvider;
import dev.yima.gateway.platform.config.YimaConfig.SandboxScript;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * In spite of the provider's mistakes, an award is paid once or is still owed, and never ordered under two live
 * numbers. The sandbox's script drives every step that the table {@code payout_transition} allows. Seen red with the
 * first check of the trigger {@code payout_moves} taken out.
 */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@TestProfile(WithoutRedis.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PayoutTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    @SuppressWarnings("NullAway.Init")
    SandboxProvider sandbox;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    private final Set<String> driven = new TreeSet<>();

    @AfterAll
    void everyEdgeWasDriven() {
        Set<String> edges = new TreeSet<>();
        rows("SELECT was, became FROM payout_transition")
                .forEach(row -> edges.add(row.getString("was") + " " + row.getString("became")));
        assertEquals(edges, driven);
    }

    @Test
    void anAcceptedOrderIsPaidAMomentLater() {
        Won won = win(SandboxScript.ACCEPT);
        won.await("PAID");
        won.assertSteps("AWARDED BILLED WAIT_CONFIRM PAID");
    }

    @Test
    void aLostAnswerIsAskedForUnderTheSameNumber() {
        Won won = win(SandboxScript.TIMEOUT);
        won.await("PAID");
        assertEquals(1, won.numbers().size());
    }

    @Test
    void whatNeverArrivedAndWhatWasTooMuchIsSentAgainUnderTheSameNumber() {
        Won won = win(SandboxScript.LOST, SandboxScript.BUSY, SandboxScript.LOST, SandboxScript.BUSY);
        won.await("PAID");
        won.assertSteps("AWARDED BILLED WAIT_CONFIRM PAID");
        assertEquals(1, won.numbers().size());
    }

    @Test
    void aPaymentThatIsToldTwiceMovesMoneyOnce() {
        Won won = win(SandboxScript.TWICE);
        won.await("PAID");
        won.assertSteps("AWARDED BILLED PAID");
    }

    @Test
    void whoeverWasRefusedCanTryAgainUnderAnotherNumber() {
        Won won = win(SandboxScript.FAIL);
        won.await("FAILED");
        assertEquals("ACCOUNT_FROZEN", won.story().getString("payout.failure"));
        String page = given().cookie("yima_member", won.cookie)
                .accept("text/html")
                .get("/my/rewards")
                .asString();
        assertTrue(page.contains("/my/rewards/" + won.id + "/retry"), page);
        Won others = win();
        others.await("PAID");
        String retry = "/api/v1/me/rewards/" + won.id + "/retry";
        assertEquals(404, given().post(retry).statusCode());
        assertEquals(
                404, given().cookie("yima_member", others.cookie).post(retry).statusCode());

        sandbox.script(List.of(SandboxScript.STALL, SandboxScript.FAIL_LATER));
        assertEquals(204, won.askAgain().statusCode());
        assertEquals(404, won.askAgain().statusCode(), "it is on its way");
        won.await("FAILED");
        Response fromPage = given().redirects()
                .follow(false)
                .header("Sec-Fetch-Site", "same-origin")
                .cookie("yima_member", won.cookie)
                .post("/my/rewards/" + won.id + "/retry");
        assertEquals(303, fromPage.statusCode());
        won.await("PAID");
        won.assertSteps("AWARDED BILLED FAILED REISSUED BILLED WAIT_CONFIRM FAILED REISSUED BILLED WAIT_CONFIRM PAID");
        assertEquals(3, won.numbers().size());
        assertEquals(404, won.askAgain().statusCode(), "paid is paid");
    }

    @Test
    void aPersonAsksAgainTenTimesAndThenTheBrandMust() {
        Won won = win(SandboxScript.FAIL, SandboxScript.FAIL, SandboxScript.FAIL);
        won.await("FAILED");
        rows("UPDATE payout SET payee_retries = 9 WHERE claim_id = '" + won.id + "'");
        assertEquals(204, won.askAgain().statusCode());
        won.await("FAILED");
        Response refused = won.askAgain();
        assertEquals(409, refused.statusCode());
        assertEquals(
                "https://yima.dev/problems/too-many-retries", refused.jsonPath().getString("type"));
        String mine = "/my/rewards";
        assertFalse(given().cookie("yima_member", won.cookie)
                .accept("text/html")
                .get(mine)
                .asString()
                .contains("/retry"));
        assertEquals(
                303,
                given().redirects()
                        .follow(false)
                        .cookie("yima_member", won.cookie)
                        .post(mine + "/" + won.id + "/retry")
                        .statusCode());
        assertEquals("FAILED", won.state());

        won.retry();
        won.await("FAILED");
        assertEquals(204, won.askAgain().statusCode(), "the brand has looked into it");
        won.await("PAID");
        assertThrows(
                RuntimeException.class,
                () -> rows("UPDATE payout SET payee_retries = 11 WHERE claim_id = '" + won.id + "'"));
    }

    @Test
    void whatWasNotConfirmedInTimeIsIssuedAgain() {
        Won won = win(SandboxScript.EXPIRE, SandboxScript.EXPIRE_UNHEARD);
        won.await("WAIT_CONFIRM");
        sandbox.ahead(Duration.ofHours(24));
        won.await("EXPIRED");
        assertEquals(204, won.askAgain().statusCode());
        won.await("EXPIRED");
        assertEquals(204, won.askAgain().statusCode());
        won.await("PAID");
        won.assertSteps(
                "AWARDED BILLED WAIT_CONFIRM EXPIRED REISSUED BILLED EXPIRED REISSUED BILLED WAIT_CONFIRM PAID");
        assertEquals(3, won.numbers().size());
    }

    @Test
    void whatIsTheBrandsFaultWaitsForStaff() {
        Won won = win(SandboxScript.REJECT, SandboxScript.REJECT_LATER);
        won.await("BLOCKED");
        assertEquals(404, won.askAgain().statusCode(), "the person cannot mend it");
        assertEquals(
                List.of(won.id),
                won.shop
                        .asStaff()
                        .get("/api/v1/payouts?state=BLOCKED")
                        .jsonPath()
                        .getList("items.id"));
        won.retry();
        won.await("BLOCKED");
        won.retry();
        won.await("PAID");
        won.assertSteps(
                "AWARDED BILLED BLOCKED REISSUED BILLED WAIT_CONFIRM BLOCKED REISSUED BILLED WAIT_CONFIRM PAID");
        assertEquals(
                409,
                won.shop.asStaff().post("/api/v1/payouts/" + won.id + "/retry").statusCode());
        ShopFixture stranger = ShopFixture.fresh("Stranger");
        assertEquals(404, stranger.asStaff().get("/api/v1/payouts/" + won.id).statusCode());
        assertEquals(
                404,
                stranger.asStaff().post("/api/v1/payouts/" + won.id + "/retry").statusCode());
        assertEquals(
                List.of(), stranger.asStaff().get("/api/v1/payouts").jsonPath().getList("items"));
    }

    @Test
    void whatNobodyUnderstandsKeepsItsNumber() {
        Won won = win(SandboxScript.UNKNOWN);
        won.await("BLOCKED");
        won.retry();
        won.await("PAID");
        won.assertSteps("AWARDED BILLED BLOCKED BILLED WAIT_CONFIRM PAID");
        assertEquals(1, won.numbers().size());
    }

    @Test
    void withoutMoneyTheLaneOfTheBrandPauses() {
        Won won = win(SandboxScript.NOT_ENOUGH);
        String pause = "/api/v1/payouts/pause";
        await(() -> won.shop.asStaff().get(pause).jsonPath().get("pausedUntil") != null);
        assertNull(
                ShopFixture.fresh("Neighbour").asStaff().get(pause).jsonPath().get("pausedUntil"));
        Won second = won.another();
        win().await("PAID");
        assertEquals("AWARDED", second.state(), "nothing of the brand is sent");
        assertEquals(0, won.story().getInt("payout.attempts"), "no attempt is burnt");
        assertEquals(204, won.shop.asStaff().delete(pause).statusCode());
        won.await("PAID");
        second.await("PAID");
        assertEquals(1, won.numbers().size());
    }

    @Test
    void theDatabaseRefusesASecondNumberWhileTheFirstMayBePaid() {
        Won won = win();
        won.await("PAID");
        for (String change : List.of(
                "bill_no = 'another', bill_body = NULL",
                "bill_body = '{}'",
                "provider = 'another'",
                "payee_account = 'another'",
                "state = 'BILLED'",
                "state = 'FAILED'")) {
            assertThrows(
                    RuntimeException.class,
                    () -> rows("UPDATE payout SET " + change + " WHERE claim_id = '" + won.id + "'"),
                    change);
        }
    }

    @Test
    void whatIsNotReceivedWithinTheDaysGivenGoesBackToThePool() {
        Won failed = win(",\"validDays\":30", SandboxScript.FAIL, SandboxScript.EXPIRE_UNHEARD, SandboxScript.REJECT);
        failed.await("FAILED");
        String campaign =
                failed.shop.asStaff().get("/api/v1/campaigns").jsonPath().getString("items[0].id");
        String page =
                given().header("Accept-Language", "en").get("/c/" + campaign).asString();
        assertTrue(page.contains("To be received within 30 days; afterwards it goes back."), page);
        Won expired = failed.another();
        expired.await("EXPIRED");
        Won blocked = expired.another();
        blocked.await("BLOCKED");
        assertEquals(200, held(failed.shop, "POOL"), "four of two yuan, three of them won");

        rows("UPDATE payout SET returns_at = now() WHERE brand_id = (SELECT brand_id FROM payout WHERE claim_id = '"
                + failed.id + "')");
        failed.await("RETURNED");
        expired.await("RETURNED");

        failed.assertSteps("AWARDED BILLED FAILED RETURNED");
        expired.assertSteps("AWARDED BILLED EXPIRED RETURNED");
        assertEquals(200 + 2 * 200, held(failed.shop, "POOL"));
        assertEquals(200, held(failed.shop, "MEMBER"), "what is the brand's fault stays theirs");
        assertEquals("BLOCKED", blocked.state());
        assertEquals(404, failed.askAgain().statusCode());
        assertEquals(
                List.of(),
                failed.shop.asStaff().get("/api/v1/ledger/check").jsonPath().getList("laws.findAll{!it.holds}.name"));
        assertThrows(
                RuntimeException.class,
                () -> rows("UPDATE payout SET state = 'REISSUED' WHERE claim_id = '" + failed.id + "'"));
        rows("UPDATE payout SET amount = 1 WHERE claim_id = '" + failed.id + "'");
        assertTrue(failed.shop
                .asStaff()
                .get("/api/v1/ledger/check")
                .jsonPath()
                .getList("laws.findAll{!it.holds}.name")
                .contains("paid-out-or-returned-once"));
    }

    private static int held(ShopFixture shop, String kind) {
        return shop.asStaff()
                .get("/api/v1/ledger/balances")
                .jsonPath()
                .getInt("balances.find{it.kind=='" + kind + "'}.balance");
    }

    private Won win(SandboxScript... acts) {
        return win("", acts);
    }

    /** Wins, by rules that say something further of the prize. */
    private Won win(String details, SandboxScript... acts) {
        ShopFixture shop = ShopFixture.fresh("Payout");
        String campaign =
                shop.runningCampaign(4, "[{\"kind\":\"CASH\",\"amountMinor\":200,\"count\":4%s}]".formatted(details));
        ShopFixture.TestLot lot = shop.activeLot(4, campaign);
        sandbox.script(List.of(acts));
        return claim(shop, lot, 0);
    }

    private Won claim(ShopFixture shop, ShopFixture.TestLot lot, int serial) {
        Response scan = given().contentType(ContentType.JSON)
                .body(Map.of("code", lot.code(serial)))
                .post("/api/v1/scans");
        return new Won(shop, lot, serial, scan.jsonPath().getString("reward.id"), scan.cookie("yima_member"));
    }

    private RowSet<Row> rows(String query) {
        return pool.query(query).execute().await().atMost(PATIENCE);
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "did not happen in time");
        }
    }

    /** A prize of two yuan, on its way. */
    private final class Won {
        private final ShopFixture shop;
        private final ShopFixture.TestLot lot;
        private final int serial;
        private final String id;
        private final String cookie;

        Won(ShopFixture shop, ShopFixture.TestLot lot, int serial, String id, String cookie) {
            this.shop = shop;
            this.lot = lot;
            this.serial = serial;
            this.id = UUID.fromString(id).toString();
            this.cookie = cookie;
        }

        Won another() {
            return claim(shop, lot, serial + 1);
        }

        JsonPath story() {
            return QuickJson.of(shop.asStaff().get("/api/v1/payouts/" + id));
        }

        String state() {
            return story().getString("payout.state");
        }

        void retry() {
            assertNotNull(
                    shop.post("/api/v1/payouts/" + id + "/retry", Map.of()).get("payout"));
        }

        Response askAgain() {
            return given().cookie("yima_member", cookie).post("/api/v1/me/rewards/" + id + "/retry");
        }

        void await(String state) {
            PayoutTest.await(() -> state().equals(state));
            JsonPath check = shop.ledgerCheck();
            assertTrue(check.getBoolean("balanced"), check.prettify());
        }

        void assertSteps(String inOrder) {
            String[] states = inOrder.split(" ", -1);
            List<String> became = story().getList("steps.became");
            assertEquals(List.of(states).subList(1, states.length), became);
            for (int step = 1; step < states.length; step++) {
                driven.add(states[step - 1] + " " + states[step]);
            }
        }

        Set<String> numbers() {
            return Set.copyOf(story().<String>getList("steps.billNumber"));
        }
    }
}
