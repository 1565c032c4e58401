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
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
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
    PayoutStore store;

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

    @Test
    void aBillThatTheDatabaseRefusesFailsAlone() {
        Shop shop = Shop.fresh("Refused bill");
        Shop.TestLot lot =
                shop.activeLot(8, shop.runningCampaign(8, "[{\"kind\":\"CASH\",\"amountMinor\":500,\"count\":8}]"));
        List<Bill> bills = IntStream.range(0, 8)
                .mapToObj(serial -> RestAssured.given()
                        .contentType(ContentType.JSON)
                        .body(Map.of("code", lot.code(serial)))
                        .post("/api/v1/scans")
                        .jsonPath()
                        .getUUID("reward.id"))
                .map(claim -> new Bill(claim, "", ""))
                .toList();
        UUID refused = bills.get(5).claim();
        // Its payment is in the books already, so the row that would book it again is refused.
        run("UPDATE payout SET state = 'BILLED', due_at = 'infinity' WHERE claim_id = ANY ($1)", claims(bills));
        run(
                "INSERT INTO transfer (reference, reason, unit, brand_id, debit_owner, debit_kind, credit_owner, "
                        + "credit_kind, amount, transferred_at) SELECT claim_id, 'PAY', currency, brand_id, member_id, "
                        + "'MEMBER', brand_id, 'PAID_OUT', amount, now() FROM payout WHERE claim_id = ANY ($1)",
                new UUID[] {refused});
        List<Boolean> settled = Uni.join()
                .all(bills.stream()
                        .map(bill ->
                                store.paid(bill).replaceWith(true).onFailure().recoverWithItem(false))
                        .toList())
                .andFailFast()
                .await()
                .indefinitely();

        assertEquals(7, settled.stream().filter(done -> done).count());
        assertEquals(false, settled.get(5));
    }

    private void run(String statement, UUID[] claims) {
        pool.preparedQuery(statement)
                .execute(Tuple.tuple().addArrayOfUUID(claims))
                .await()
                .indefinitely();
    }

    private static UUID[] claims(List<Bill> bills) {
        return bills.stream().map(Bill::claim).toArray(UUID[]::new);
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
