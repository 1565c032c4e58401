package dev.yima.gateway.visitor;

import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.DatabasePools;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.platform.redis.CacheInvalidation;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The epochs of visitors' cookies: a cookie of an earlier epoch than its person's is nobody's. Each replica has all
 * epochs above 0 in memory, some 100 bytes each, since every request asks; only who has ended cookies has one.
 */
@ApplicationScoped
public class CookieEpochs {
    private static final Logger LOG = Logger.getLogger(CookieEpochs.class);
    private static final String KIND = "cookie_epoch";
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(1);

    // Of two who end the same cookies at the same moment, both get the same epoch.
    private static final String END = """
            INSERT INTO cookie_epoch (person, epoch) VALUES ($1, $2)
            ON CONFLICT (person) DO UPDATE SET epoch = excluded.epoch, changed_at = excluded.changed_at
            WHERE cookie_epoch.epoch < excluded.epoch""";
    private static final String CHANGED = """
            SELECT person, epoch, changed_at FROM cookie_epoch
            WHERE changed_at > $1 ORDER BY changed_at LIMIT $2""";
    private static final int PAGE = 1_000;
    /** A transaction may commit so much later than its time says. */
    private static final Duration LATE = Duration.ofMinutes(1);

    private final Pool pool;
    private final Vertx vertx;
    private final CacheInvalidation changes;
    private final Map<UUID, Integer> epochs = new ConcurrentHashMap<>();
    private volatile Instant last = Instant.EPOCH;
    private volatile long timer;

    CookieEpochs(DatabasePools pools, Vertx vertx, CacheInvalidation changes) {
        this.pool = pools.reads();
        this.vertx = vertx;
        this.changes = changes;
    }

    void onStart(@Observes @Priority(1) StartupEvent started) {
        read().await().atMost(ANSWER_WITHIN);
        changes.subscribe(change -> {
            if (change.kind().equals(KIND)) {
                poll();
            }
        });
        timer = vertx.setPeriodic(INTERVAL.toMillis(), tick -> poll());
    }

    void onStop(@Observes ShutdownEvent stopped) {
        vertx.cancelTimer(timer);
    }

    /** The epoch of a person's cookies: 0 until they have ended some. */
    int of(UUID person) {
        return epochs.getOrDefault(person, 0);
    }

    /** Ends all cookies of a person up to an epoch; returns the epoch of the next, when that is durable. */
    Uni<Integer> endUpTo(UUID person, int epoch) {
        int next = Math.incrementExact(epoch);
        return pool.preparedQuery(END)
                .execute(Tuple.of(person, next))
                .invoke(done -> {
                    keep(person, next);
                    changes.announce(KIND, person);
                })
                .replaceWith(next);
    }

    private void poll() {
        read().subscribe().with(done -> {}, away -> LOG.debug("the epochs of cookies were not read", away));
    }

    private Uni<Void> read() {
        return read(last.minus(LATE));
    }

    private Uni<Void> read(Instant after) {
        return pool.preparedQuery(CHANGED)
                .execute(Tuple.of(Columns.utc(after), PAGE))
                .invoke(rows -> rows.forEach(row -> {
                    keep(row.getUUID("person"), row.getInteger("epoch"));
                    last = Rows.instant(row, "changed_at");
                }))
                .flatMap(rows ->
                        rows.size() == PAGE ? read(last) : Uni.createFrom().voidItem());
    }

    private void keep(UUID person, int epoch) {
        epochs.merge(person, epoch, Math::max);
    }
}
