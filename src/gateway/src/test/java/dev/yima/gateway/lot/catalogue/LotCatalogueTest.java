package dev.yima.gateway.lot.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.yima.codec.LotNumber;
import dev.yima.engine.scan.LotState;
import dev.yima.gateway.Eventually;
import dev.yima.gateway.ShopFixture;
import dev.yima.gateway.TestServers;
import dev.yima.gateway.platform.redis.CacheInvalidation;
import dev.yima.gateway.platform.redis.OtherReplica;
import dev.yima.gateway.platform.redis.RedisConnection;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A change of one brand makes no replica read another's lots again. Seen red with the catalogue that forgot everything
 * at each change.
 */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class LotCatalogueTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration FOR_EVER = Duration.ofDays(1);

    @Inject
    @SuppressWarnings("NullAway.Init")
    LotReader reader;

    @Inject
    @SuppressWarnings("NullAway.Init")
    CacheInvalidation here;

    @Inject
    @SuppressWarnings("NullAway.Init")
    RedisConnection redis;

    /** The memory of a replica that keeps lots for ever, unless it is told of a change. */
    private record Replica(LotCatalogue lots, MeterRegistry meters) {
        static Replica of(LotReader reader, CacheInvalidation invalidation) {
            MeterRegistry meters = new SimpleMeterRegistry();
            LotCatalogue lots = new LotCatalogue(reader, invalidation, meters, FOR_EVER, FOR_EVER);
            lots.onStart(new StartupEvent());
            return new Replica(lots, meters);
        }

        CachedLot find(String number) {
            return lots.find(LotNumber.read(number).orElseThrow())
                    .await()
                    .atMost(PATIENCE)
                    .orElseThrow();
        }

        int reads() {
            return (int) meters.counter("yima.catalogue.reads").count();
        }
    }

    @Test
    void aChangeForgetsTheLotsOfItsBrandAloneOnEveryReplica() {
        List<Replica> replicas =
                List.of(Replica.of(reader, here), Replica.of(reader, OtherReplica.invalidation(redis)));
        ShopFixture busy = ShopFixture.fresh("Changes all the time");
        ShopFixture quiet = ShopFixture.fresh("Does not change");
        String campaign = busy.post(
                        "/api/v1/campaigns",
                        Map.of("name", "C", "prizes", List.of(Map.of("kind", "CASH", "amountMinor", 1, "count", 9))))
                .getString("id");
        String one = busy.activeLot(9, campaign).number();
        String other = busy.activeLot(9, "").number();
        String quietLot = quiet.activeLot(9, "").number();
        for (Replica replica : replicas) {
            List.of(one, other, quietLot).forEach(replica::find);
            assertEquals(3, replica.reads());
        }

        busy.asStaff().body(Map.of("name", "New name")).patch("/api/v1/brand");
        awaitEach(replicas, replica -> replica.find(one).brand().name().equals("New name"));
        busy.post("/api/v1/campaigns/" + campaign + "/publish", Map.of());
        awaitEach(replicas, replica -> replica.find(one).campaign() != null);
        for (Replica replica : replicas) {
            int before = replica.reads();
            replica.find(quietLot);
            assertEquals(before, replica.reads(), "another brand's lot is still known");
            replica.find(other);
            assertEquals(before + 1, replica.reads(), "all lots of a brand that changed are read again");
        }

        busy.post("/api/v1/lots/" + one + "/freeze", Map.of());
        awaitEach(replicas, replica -> replica.find(one).state() == LotState.FROZEN);
        for (Replica replica : replicas) {
            int before = replica.reads();
            List.of(other, quietLot).forEach(replica::find);
            assertEquals(before, replica.reads(), "a lot that is frozen is the only one to be read again");
        }
    }

    private static void awaitEach(List<Replica> replicas, java.util.function.Predicate<Replica> isSo) {
        replicas.forEach(replica -> Eventually.isTrue(PATIENCE, () -> isSo.test(replica)));
    }
}
