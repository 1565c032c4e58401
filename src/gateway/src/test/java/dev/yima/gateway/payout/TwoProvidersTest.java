package dev.yima.gateway.payout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.Consumer;
import dev.yima.gateway.Eventually;
import dev.yima.gateway.OwnerPool;
import dev.yima.gateway.ShopFixture;
import dev.yima.gateway.ShopFixture.TestLot;
import dev.yima.gateway.TestClock;
import dev.yima.gateway.TestServers;
import dev.yima.gateway.WithoutRedis;
import dev.yima.gateway.payout.InMemoryProvider.Mode;
import dev.yima.payout.spi.CallbackRefusedException;
import dev.yima.payout.spi.PayoutCallback;
import dev.yima.payout.spi.PayoutUpdates;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two providers side by side: each payout goes to the one that its brand had when it was won. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@TestProfile(WithoutRedis.class)
class TwoProvidersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    @SuppressWarnings("NullAway.Init")
    InMemoryProvider second;

    @Inject
    @SuppressWarnings("NullAway.Init")
    PayoutUpdates updates;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @Inject
    @SuppressWarnings("NullAway.Init")
    OwnerPool owner;

    @Inject
    @SuppressWarnings("NullAway.Init")
    PayoutWorker worker;

    @Inject
    @SuppressWarnings("NullAway.Init")
    MeterRegistry meters;

    @AfterEach
    void paysAgain() {
        second.mode(Mode.PAY);
        second.hangForNone();
    }

    @Test
    void eachPayoutGoesToTheProviderThatItsBrandHadWhenItWasWon() {
        Brand brand = new Brand();
        String before = brand.win();
        brand.choose(InMemoryProvider.ID);
        String after = brand.win();

        brand.await(before, "PAID");
        brand.await(after, "PAID");

        assertTrue(inSandbox(before));
        assertFalse(second.has(number(before)));
        assertTrue(second.has(number(after)));
        assertFalse(inSandbox(after));
        assertTrue(brand.shop.ledgerCheck().getBoolean("balanced"));
    }

    /** With one lane for all, nothing of others would be sent before the first answer has timed out. */
    @Test
    void aProviderThatHangsHoldsUpNoPayoutOfAnother() {
        Brand slow = new Brand();
        slow.choose(InMemoryProvider.ID);
        Brand quick = new Brand();
        second.mode(Mode.HANG);

        boolean overtaken = false;
        for (int attempt = 0; attempt < 3 && !overtaken; attempt++) {
            String hanging = slow.win();
            Eventually.isTrue(PATIENCE, () -> second.hangs(number(hanging)));
            quick.await(quick.win(), "PAID");
            overtaken = second.hangs(number(hanging));
        }

        assertTrue(overtaken, "paid while the other provider's first answer is still waited for");
    }

    /** In one queue for all brands, the first of another would wait until each of these has timed out. */
    @Test
    void aBrandWhoseOrdersHangHoldsUpNoOther() {
        Brand slow = new Brand();
        slow.choose(InMemoryProvider.ID);
        Brand quick = new Brand();
        quick.choose(InMemoryProvider.ID);
        second.hangFor(slow.id());
        String hanging = slow.win();
        slow.owe(hanging, 1_000);
        try {
            Eventually.isTrue(PATIENCE, () -> second.requests(number(hanging)) > 0);
            assertTrue(second.hanging() < 16, "places are left");
            quick.await(quick.win(), "PAID");
        } finally {
            execute("DELETE FROM payout WHERE brand_id = '" + slow.id() + "' AND claim_id <> '" + hanging + "'");
        }
    }

    @Test
    void nobodySendsAnOrderAgainWhileItIsUnderWay() {
        Brand slow = new Brand();
        slow.choose(InMemoryProvider.ID);
        Brand quick = new Brand();
        second.hangFor(slow.id());

        boolean seen = false;
        for (int attempt = 0; attempt < 3 && !seen; attempt++) {
            String hanging = slow.win();
            Eventually.isTrue(PATIENCE, () -> second.hangs(number(hanging)));
            // Neither when the brand's pause is ended, nor for a replica whose clock is ahead.
            assertEquals(
                    204, slow.shop.asStaff().delete("/api/v1/payouts/pause").statusCode());
            TestClock.forward(Duration.ofDays(1));
            quick.await(quick.win(), "PAID");
            int requests = second.requests(number(hanging));
            seen = second.hangs(number(hanging));
            if (seen) {
                assertEquals(1, requests);
            }
        }
        assertTrue(seen, "looked at while the first answer is still waited for");
    }

    /** It would be asked about and paid again and again, and nobody would know. */
    @Test
    void aPaymentThatCannotBeBookedWaitsForStaffAfterSomeTries() {
        Brand brand = new Brand();
        brand.choose(InMemoryProvider.ID);
        execute("CREATE TRIGGER refuse_payments BEFORE INSERT ON transfer FOR EACH ROW WHEN (NEW.brand_id = '"
                + brand.id() + "' AND NEW.reason = 'PAY') EXECUTE FUNCTION refuse_change()");
        String id;
        try {
            id = brand.win();
            brand.await(id, "BLOCKED");
        } finally {
            execute("DROP TRIGGER refuse_payments ON transfer");
        }
        JsonPath blocked =
                brand.shop.asStaff().get("/api/v1/payouts?state=BLOCKED").jsonPath();
        assertEquals(List.of(id), blocked.getList("items.id"));
        assertEquals(List.of("PAID_NOT_WRITTEN"), blocked.getList("items.failure"));
        assertEquals(1, meters.get("yima.payout.unwritten").counter().count());
        assertTrue(brand.shop.ledgerCheck().getBoolean("balanced"));

        brand.shop.post("/api/v1/payouts/" + id + "/retry", Map.of());
        brand.await(id, "PAID");
        assertEquals(number(id), brand.payout(id).getString("payout.billNumber"));
        assertTrue(brand.shop.ledgerCheck().getBoolean("balanced"));
    }

    @Test
    void onlyAGenuineNotificationOfTheBrandSettlesAPayout() {
        Brand brand = new Brand();
        brand.choose(InMemoryProvider.ID);
        second.mode(Mode.ACCEPT);
        String id = brand.win();
        brand.await(id, "WAIT_CONFIRM");
        UUID owner = brand.id();

        PayoutCallback forged = new PayoutCallback(owner, Map.of(), number(id));
        assertThrows(CallbackRefusedException.class, () -> receive(InMemoryProvider.ID, forged));
        receive(InMemoryProvider.ID, InMemoryProvider.paid(UUID.randomUUID(), number(id)));
        assertThrows(IllegalArgumentException.class, () -> receive("nobody", InMemoryProvider.paid(owner, number(id))));
        assertEquals("WAIT_CONFIRM", brand.payout(id).getString("payout.state"));

        receive(InMemoryProvider.ID, InMemoryProvider.paid(owner, number(id)));
        receive(InMemoryProvider.ID, InMemoryProvider.paid(owner, number(id)));
        assertEquals("PAID", brand.payout(id).getString("payout.state"));
        assertTrue(brand.shop.ledgerCheck().getBoolean("balanced"));
    }

    @Test
    void payoutsOfAProviderThatIsNotThereAreCounted() {
        Brand brand = new Brand();
        brand.choose("misspelt");
        String id = brand.win();
        Eventually.isTrue(PATIENCE, () -> {
            worker.countWithoutProvider();
            return meters.get("yima.payouts.without_provider").gauge().value() >= 1;
        });
        assertEquals("AWARDED", brand.payout(id).getString("payout.state"));
    }

    @Test
    void anOrderThatTheProviderCannotExpressWaitsForStaffAndKeepsItsNumber() {
        Brand brand = new Brand();
        brand.choose(InMemoryProvider.ID);
        second.mode(Mode.NO_REQUEST);
        String id = brand.win();
        brand.await(id, "BLOCKED");
        assertEquals("REQUEST_NOT_MADE", brand.payout(id).getString("payout.failure"));

        second.mode(Mode.PAY);
        brand.shop.post("/api/v1/payouts/" + id + "/retry", Map.of());
        brand.await(id, "PAID");
        assertTrue(second.has(number(id)));
    }

    private void receive(String provider, PayoutCallback callback) {
        updates.receive(provider, callback).await().atMost(PATIENCE);
    }

    private boolean inSandbox(String id) {
        return pool.query("SELECT 1 FROM sandbox_order WHERE bill_no = '" + number(id) + "'")
                        .execute()
                        .await()
                        .atMost(PATIENCE)
                        .size()
                == 1;
    }

    private void execute(String sql) {
        owner.get().query(sql).execute().await().atMost(PATIENCE);
    }

    private static String number(String id) {
        return id.replace("-", "");
    }

    /** A brand with a campaign of cash. */
    private final class Brand {
        private final ShopFixture shop = ShopFixture.fresh("Two providers");
        private final String campaign =
                shop.runningCampaign(4, "[{\"kind\":\"CASH\",\"amountMinor\":200,\"count\":4}]");
        private final TestLot lot = shop.activeLot(4, campaign);
        private final Consumer consumer = new Consumer();
        private int next;

        UUID id() {
            return pool.query("SELECT brand_id FROM campaign WHERE id = '" + campaign + "'")
                    .execute()
                    .await()
                    .atMost(PATIENCE)
                    .iterator()
                    .next()
                    .getUUID("brand_id");
        }

        void choose(String provider) {
            execute("INSERT INTO payout_provider VALUES ('" + id() + "', '" + provider + "')");
        }

        /** Owes as much again so many times, to be paid before anything that is won later. */
        void owe(String like, int times) {
            execute("""
                    INSERT INTO payout (claim_id, brand_id, campaign_id, member_id, provider, payee_account, amount,
                        currency, state, bill_no, attempts, due_at, created_at)
                    SELECT n.id, brand_id, campaign_id, member_id, provider, payee_account, amount, currency, 'AWARDED',
                        replace(n.id::text, '-', ''), 0, now(), created_at
                    FROM payout, LATERAL (SELECT gen_random_uuid() AS id FROM generate_series(1, %d)) AS n
                    WHERE claim_id = '%s'""".formatted(times, like));
        }

        String win() {
            return consumer.claim(lot.code(next++)).getString("reward.id");
        }

        JsonPath payout(String id) {
            return shop.asStaff().get("/api/v1/payouts/" + id).jsonPath();
        }

        void await(String id, String state) {
            Eventually.isTrue(
                    PATIENCE, () -> payout(id).getString("payout.state").equals(state));
        }
    }
}
