package dev.yima.gateway.visitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.yima.gateway.platform.async.AsyncLoop;
import dev.yima.gateway.platform.crypto.Digests;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.DatabasePools;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.platform.redis.CacheInvalidation;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private static final int PAGE = 10_000;
    /** A transaction may commit so much later than its time says. */
    private static final Duration LATE = Duration.ofMinutes(1);

    private static final String END = """
            INSERT INTO cookie_epoch (person, epoch, form) VALUES ($1, $2, $3)
            ON CONFLICT (person) DO UPDATE
                SET epoch = excluded.epoch, form = excluded.form, changed_at = excluded.changed_at
            WHERE cookie_epoch.epoch < excluded.epoch
            RETURNING epoch""";
    private static final String ENDED_BY =
            "SELECT epoch FROM cookie_epoch WHERE person = $1 AND epoch = $2 AND form = $3";
    private static final String OF = "SELECT person, epoch, changed_at FROM cookie_epoch WHERE person = $1";
    private static final String CHANGED = """
            SELECT person, epoch, changed_at FROM cookie_epoch
            WHERE changed_at > $1 ORDER BY changed_at LIMIT $2""";

    private final Pool pool;
    private final Vertx vertx;
    private final CacheInvalidation changes;
    private final Map<UUID, Integer> epochs = new ConcurrentHashMap<>();
    private final AtomicBoolean polls = new AtomicBoolean();
    private volatile Instant last = Instant.EPOCH;
    private volatile long timer;

    CookieEpochs(DatabasePools pools, Vertx vertx, CacheInvalidation changes) {
        this.pool = pools.reads();
        this.vertx = vertx;
        this.changes = changes;
    }

    void onStart(@Observes @Priority(1) StartupEvent started) {
        boolean more = true;
        while (more) {
            more = readOn(last).await().atMost(ANSWER_WITHIN);
        }
        changes.subscribe(change -> {
            if (change.kind().equals(KIND)) {
                Ids.read(change.id()).ifPresent(this::readOf);
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

    /**
     * Ends all cookies of a person up to an epoch.
     *
     * @param form the token of the form that was sent: who sends it again is answered the same
     * @return the epoch of the next, when that is durable; empty when another form has ended this one before
     */
    Uni<Optional<Integer>> endUpTo(UUID person, int epoch, String form) {
        int next = Math.incrementExact(epoch);
        Tuple row = Tuple.of(person, next, Buffer.buffer(Digests.sha256(form.getBytes(UTF_8))));
        return pool.preparedQuery(END)
                .execute(row)
                .flatMap(ended -> ended.size() > 0
                        ? Uni.createFrom().item(ended)
                        : pool.preparedQuery(ENDED_BY).execute(row))
                .map(ended -> Rows.first(ended, known -> known.getInteger("epoch")))
                .invoke(known -> known.ifPresent(of -> {
                    keep(person, of);
                    changes.announce(KIND, person);
                }));
    }

    private void poll() {
        if (polls.compareAndSet(false, true)) {
            Instant[] from = {last.minus(LATE)};
            AsyncLoop.whilst(() -> readOn(from[0]).invoke(more -> from[0] = last))
                    .onTermination()
                    .invoke(() -> polls.set(false))
                    .subscribe()
                    .with(done -> {}, away -> LOG.debug("the epochs of cookies were not read", away));
        }
    }

    private void readOf(UUID person) {
        pool.preparedQuery(OF)
                .execute(Tuple.of(person))
                .subscribe()
                .with(this::keepAll, away -> LOG.debug("it is read with the next ones", away));
    }

    /** Reads a page of those that have changed after a moment; returns whether there are more. */
    private Uni<Boolean> readOn(Instant after) {
        return pool.preparedQuery(CHANGED)
                .execute(Tuple.of(Columns.utc(after), PAGE))
                .invoke(rows -> {
                    keepAll(rows);
                    rows.forEach(row -> last = Rows.instant(row, "changed_at"));
                })
                .map(rows -> rows.size() == PAGE);
    }

    private void keepAll(RowSet<Row> rows) {
        rows.forEach(row -> keep(row.getUUID("person"), row.getInteger("epoch")));
    }

    private void keep(UUID person, int epoch) {
        epochs.merge(person, epoch, Math::max);
    }
}
