package dev.yima.gateway.payout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.Consumer;
import dev.yima.gateway.Eventually;
import dev.yima.gateway.ShopFixture;
import dev.yima.gateway.ShopFixture.TestLot;
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
    PayoutWorker worker;

    @Inject
    @SuppressWarnings("NullAway.Init")
    MeterRegistry meters;

    @AfterEach
    void paysAgain() {
        second.mode(Mode.PAY);
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
            pool.query("INSERT INTO payout_provider VALUES ('" + id() + "', '" + provider + "')")
                    .execute()
                    .await()
                    .atMost(PATIENCE);
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
