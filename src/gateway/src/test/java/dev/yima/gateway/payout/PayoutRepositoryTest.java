package dev.yima.gateway.payout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.yima.gateway.ShopFixture;
import dev.yima.gateway.SmallLimits;
import dev.yima.gateway.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Settling of payouts, with no worker that settles any. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@TestProfile(SmallLimits.class)
class PayoutRepositoryTest {
    @Inject
    @SuppressWarnings("NullAway.Init")
    PayoutRepository payouts;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @Test
    void aPayoutThatTheDatabaseRefusesFailsAlone() {
        ShopFixture shop = ShopFixture.fresh("Refused payout");
        ShopFixture.TestLot lot =
                shop.activeLot(8, shop.runningCampaign(8, "[{\"kind\":\"CASH\",\"amountMinor\":500,\"count\":8}]"));
        List<UUID> claims = IntStream.range(0, 8)
                .mapToObj(serial -> RestAssured.given()
                        .contentType(ContentType.JSON)
                        .body(Map.of("code", lot.code(serial)))
                        .post("/api/v1/scans")
                        .jsonPath()
                        .getUUID("reward.id"))
                .toList();
        UUID refused = claims.get(5);
        pool.preparedQuery("UPDATE payout SET state = 'BILLED' WHERE claim_id = ANY ($1)")
                .execute(Tuple.tuple().addArrayOfUUID(claims.toArray(UUID[]::new)))
                .await()
                .indefinitely();
        // Its payment is in the books already, so the row that would book it again is refused.
        pool.preparedQuery("INSERT INTO transfer (reference, reason, unit, brand_id, debit_owner, debit_kind, "
                        + "credit_owner, credit_kind, amount, transferred_at) SELECT claim_id, 'PAY', currency, "
                        + "brand_id, member_id, 'MEMBER', brand_id, 'PAID_OUT', amount, now() FROM payout "
                        + "WHERE claim_id = $1")
                .execute(Tuple.of(refused))
                .await()
                .indefinitely();
        List<Boolean> settled = Uni.join()
                .all(claims.stream()
                        .map(claim -> payouts.paid(key(claim))
                                .replaceWith(true)
                                .onFailure()
                                .recoverWithItem(false))
                        .toList())
                .andFailFast()
                .await()
                .indefinitely();

        assertEquals(List.of(true, true, true, true, true, false, true, true), settled);
    }

    private PayoutKey key(UUID claim) {
        Row row = pool.preparedQuery("SELECT provider, brand_id, bill_no FROM payout WHERE claim_id = $1")
                .execute(Tuple.of(claim))
                .await()
                .indefinitely()
                .iterator()
                .next();
        return new PayoutKey(row.getString("provider"), row.getUUID("brand_id"), row.getString("bill_no"));
    }
}
