package dev.yima.gateway.payout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.ShopFixture;
import dev.yima.gateway.SmallLimits;
import dev.yima.gateway.TestClock;
import dev.yima.gateway.TestServers;
import dev.yima.gateway.payout.PayoutOutbox.Due;
import dev.yima.payout.spi.PayoutProvider;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Taking and settling of payouts, with no worker that does either. */
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

    @Inject
    @SuppressWarnings("NullAway.Init")
    PayoutOutbox outbox;

    @Inject
    @SuppressWarnings("NullAway.Init")
    PayoutAdmin admin;

    @Inject
    @SuppressWarnings("NullAway.Init")
    PayoutProviders providers;

    @Test
    void replicasTakeEachPayoutOnceAndNoneWhileTheirBrandIsPaused() {
        List<UUID> claims = eightClaims("Two replicas");
        PayoutKey any = key(claims.get(0));
        PayoutProvider provider = providers.get(any.provider());
        payouts.pause(any, Duration.ofHours(1)).await().indefinitely();
        assertFalse(isDue(provider, any.brand()));
        pool.query("DELETE FROM payout_pause").execute().await().indefinitely();
        assertTrue(isDue(provider, any.brand()));

        Uni<List<Due>> replica =
                Uni.createFrom().deferred(() -> outbox.take(provider, Map.of(any.brand(), 3), Duration.ofHours(1)));
        List<UUID> taken = new ArrayList<>();
        Uni.join()
                .all(replica, replica, replica, replica)
                .andFailFast()
                .await()
                .indefinitely()
                .forEach(due -> due.forEach(payout -> taken.add(payout.claim())));
        assertEquals(taken.size(), Set.copyOf(taken).size(), "none is taken twice");
        while (isDue(provider, any.brand())) {
            replica.await().indefinitely().forEach(payout -> taken.add(payout.claim()));
        }
        assertEquals(Set.copyOf(claims), Set.copyOf(taken));
        assertEquals(8, taken.size());

        // Neither the end of a pause nor a clock that is a day ahead ends a lease.
        admin.resume(pool, any.brand()).await().indefinitely();
        TestClock.forward(Duration.ofDays(1));
        assertFalse(isDue(provider, any.brand()));
    }

    /** The row of the day is there before the first payouts are taken, so that no two replicas each take theirs. */
    @Test
    void replicasTogetherStayWithinTheLimitOfTheDay() {
        PayoutKey any = key(eightClaims("Limited on four replicas").get(0));
        PayoutProvider provider = providers.get(any.provider());
        limit(any.brand(), 1_700);
        Uni<List<Due>> replica =
                Uni.createFrom().deferred(() -> outbox.take(provider, Map.of(any.brand(), 3), Duration.ofHours(1)));
        List<List<Due>> taken = Uni.join()
                .all(replica, replica, replica, replica)
                .andFailFast()
                .await()
                .indefinitely();
        assertEquals(3, taken.stream().mapToInt(List::size).sum());
        assertEquals(List.of(), replica.await().indefinitely());
        assertTrue(outbox.heldUntil(any.brand()).await().indefinitely().isPresent());

        limit(any.brand(), 2_000);
        assertEquals(1, replica.await().indefinitely().size());
        limit(any.brand(), 10_000);
        assertEquals(3, replica.await().indefinitely().size());
        assertEquals(1, replica.await().indefinitely().size());
        assertTrue(outbox.heldUntil(any.brand()).await().indefinitely().isEmpty());
    }

    private void limit(UUID brand, long perDay) {
        pool.preparedQuery("UPDATE brand SET payout_limit = $2 WHERE id = $1")
                .execute(Tuple.of(brand, perDay))
                .await()
                .indefinitely();
    }

    private boolean isDue(PayoutProvider provider, UUID brand) {
        return outbox.brands(provider, new UUID(0, 0), 1_000).await().indefinitely().stream()
                .anyMatch(owner -> owner.id().equals(brand) && owner.isDue());
    }

    private static List<UUID> eightClaims(String name) {
        ShopFixture shop = ShopFixture.fresh(name);
        ShopFixture.TestLot lot =
                shop.activeLot(8, shop.runningCampaign(8, "[{\"kind\":\"CASH\",\"amountMinor\":500,\"count\":8}]"));
        return IntStream.range(0, 8)
                .mapToObj(serial -> RestAssured.given()
                        .contentType(ContentType.JSON)
                        .body(Map.of("code", lot.code(serial)))
                        .post("/api/v1/scans")
                        .jsonPath()
                        .getUUID("reward.id"))
                .toList();
    }

    @Test
    void aPayoutThatTheDatabaseRefusesFailsAlone() {
        List<UUID> claims = eightClaims("Refused payout");
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
