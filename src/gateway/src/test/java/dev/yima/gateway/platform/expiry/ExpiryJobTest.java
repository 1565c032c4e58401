package dev.yima.gateway.platform.expiry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.yima.gateway.TestServers;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.db.DatabasePools;
import dev.yima.gateway.platform.job.Job;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One owner's fault is no other's, and no owner's rows wait for all of another's. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class ExpiryJobTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final UUID LARGE = new UUID(0, 1);
    private static final UUID REFUSED = new UUID(0, 2);
    private static final UUID SMALL = new UUID(0, 3);

    @Inject
    @SuppressWarnings("NullAway.Init")
    DatabasePools pools;

    @Inject
    @SuppressWarnings("NullAway.Init")
    YimaConfig config;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void ownersTakeTurnsAndWhoIsRefusedIsLeftOut() {
        Due due = new Due(Expiry.Order.PACKETS, Map.of(LARGE, 3, REFUSED, 1, SMALL, 1));
        run(due);
        assertEquals(List.of(LARGE, REFUSED, SMALL, LARGE, LARGE), due.tried);
        assertEquals(1, meters.get("yima.reclaim.stuck").gauge().value());
    }

    @Test
    void aKindThatCannotBeReadEndsOnlyItself() {
        Due broken = new Due(Expiry.Order.PACKETS, Map.of());
        broken.isUnreadable = true;
        Due due = new Due(Expiry.Order.COUPONS, Map.of(SMALL, 2));
        assertThrows(IllegalStateException.class, () -> run(broken, due));
        assertEquals(List.of(SMALL, SMALL), due.tried);
    }

    private void run(Expiry... expiries) {
        Job.Steps steps = new ExpiryJob(pools, List.of(expiries), config, meters, Clock.systemUTC()).begin();
        boolean hasMore = true;
        while (hasMore) {
            hasMore = steps.next().await().atMost(PATIENCE);
        }
    }

    /** So many transactions of each owner, found in the order of their ids. */
    private static final class Due implements Expiry {
        private final Order order;
        private final Map<UUID, Integer> left;
        private final List<UUID> tried = new ArrayList<>();
        private boolean isUnreadable;

        Due(Order order, Map<UUID, Integer> left) {
            this.order = order;
            this.left = new TreeMap<>(left);
        }

        @Override
        public Order order() {
            return order;
        }

        @Override
        public Uni<@Nullable UUID> nextOwner(SqlClient client, Instant now, Set<UUID> leftOut) {
            if (isUnreadable) {
                return Uni.createFrom().failure(new IllegalStateException("told to fail"));
            }
            return Uni.createFrom()
                    .item(left.keySet().stream()
                            .filter(owner -> !leftOut.contains(owner))
                            .findFirst()
                            .orElse(null));
        }

        @Override
        public Uni<Void> expire(SqlConnection tx, UUID owner, Instant now, int rowsMax) {
            tried.add(owner);
            if (owner.equals(REFUSED)) {
                return Uni.createFrom().failure(new IllegalStateException("refused"));
            }
            left.computeIfPresent(owner, (id, count) -> count == 1 ? null : count - 1);
            return Uni.createFrom().voidItem();
        }
    }
}
