package dev.yima.gateway.payout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.Shop;
import dev.yima.gateway.TestServers;
import dev.yima.gateway.platform.YimaConfig.SandboxScript;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever the provider does, an award is paid once or is still owed. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@TestProfile(PayoutTest.Impatient.class)
class PayoutTest {
    /** Short waits. */
    public static class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "yima.payout.poll-every", "PT0.05S",
                    "yima.payout.answer-within", "PT0.3S",
                    "yima.payout.retry-after", "PT0.1S",
                    "yima.payout.sandbox-pays-after", "PT0.2S");
        }
    }

    @Inject
    @SuppressWarnings("NullAway.Init")
    SandboxProvider sandbox;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @Test
    void anAcceptedBillIsPaidAMomentLater() {
        assertEquals("PAID", winWith(SandboxScript.ACCEPT));
    }

    @Test
    void aRefusedBillIsStillOwed() {
        assertEquals("FAILED", winWith(SandboxScript.FAIL));
    }

    @Test
    void aLostAnswerIsAskedForUnderTheSameNumber() {
        long before = bills();
        assertEquals("PAID", winWith(SandboxScript.TIMEOUT));
        assertEquals(before + 1, bills());
    }

    @Test
    void aPaymentThatIsToldTwiceMovesMoneyOnce() {
        assertEquals("PAID", winWith(SandboxScript.TWICE));
    }

    private String winWith(SandboxScript act) {
        sandbox.script(List.of(act));
        Shop shop = Shop.fresh("Payout " + act);
        Shop.TestLot lot =
                shop.activeLot(1, shop.runningCampaign(1, "[{\"kind\":\"CASH\",\"amountMinor\":500,\"count\":1}]"));
        RestAssured.given()
                .contentType(ContentType.JSON)
                .body(Map.of("code", lot.code(0)))
                .post("/api/v1/scans");
        String path = "/api/v1/codes/" + lot.code(0);
        long deadline = System.nanoTime() + 20_000_000_000L;
        String state = "";
        while (!List.of("PAID", "FAILED").contains(state) && System.nanoTime() < deadline) {
            state = shop.asStaff().get(path).jsonPath().getString("claims[0].reward.state");
        }
        JsonPath check = shop.ledgerCheck();
        assertTrue(check.getBoolean("balanced"), check.prettify());
        return state;
    }

    private long bills() {
        return pool.query("SELECT count(*) FROM sandbox_bill")
                .execute()
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(0);
    }
}
