package dev.yima.gateway.ledger.check;

import dev.yima.gateway.ledger.check.Seals.Seal;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.db.DatabasePools;
import dev.yima.gateway.platform.db.Ids;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Timer that runs the full checks that were asked for, and seals the ledger: every day, and when it has grown by some
 * ten thousand transfers, in a moment in which it hardly grows, so that a check by difference reads no more than these.
 * A festival is not slowed down, unless it grows by a gigabyte.
 */
@ApplicationScoped
class LedgerCheckWorker {
    private static final Logger LOG = Logger.getLogger(LedgerCheckWorker.class);
    private static final Duration SEAL_EVERY = Duration.ofDays(1);
    private static final String TRANSFER_MIB = "SELECT pg_relation_size('transfer') >> 20 AS mib";
    private static final long GROWN_MIB = 8;
    private static final long GROWN_MIB_MAX = 1024;
    private static final long QUIET_MIB = 1;

    private final Pool pool;
    private final Seals seals;
    private final FullCheck check;
    private final CheckRequests requests;
    private final Vertx vertx;
    private final Clock clock;
    private final Duration every;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile long timer;
    private volatile long seenMib;

    LedgerCheckWorker(
            DatabasePools pools,
            Seals seals,
            FullCheck check,
            CheckRequests requests,
            Vertx vertx,
            YimaConfig config,
            Clock clock) {
        this.pool = pools.reports();
        this.seals = seals;
        this.check = check;
        this.requests = requests;
        this.vertx = vertx;
        this.clock = clock;
        this.every = config.ledgerCheck().every();
    }

    void onStart(@Observes StartupEvent started) {
        timer = vertx.setPeriodic(every.toMillis(), tick -> begin());
    }

    void onStop(@Observes ShutdownEvent stopped) {
        vertx.cancelTimer(timer);
    }

    private void begin() {
        if (!running.compareAndSet(false, true)) {
            return;
        }
        round().subscribe().with(done -> running.set(false), failure -> {
            running.set(false);
            LOG.warn("the ledger could not be checked or sealed; it is tried again", failure);
        });
    }

    private Uni<Void> round() {
        UUID run = Ids.next(clock);
        return requests.take(run).flatMap(taken -> taken ? full(run) : sealWhenDue());
    }

    private Uni<Void> full(UUID run) {
        return check.run(run)
                .flatMap(faults -> requests.end(run, faults))
                .onFailure()
                .call(() -> requests.fail(run));
    }

    private Uni<Void> sealWhenDue() {
        return seals.last(pool)
                .flatMap(last -> pool.query(TRANSFER_MIB)
                        .execute()
                        .map(rows -> rows.iterator().next().getLong("mib"))
                        .flatMap(mib -> isDue(last, mib)
                                ? check.seal()
                                : Uni.createFrom().voidItem()));
    }

    private boolean isDue(Seal last, long transferMib) {
        long grownMib = transferMib - last.transferMib();
        boolean isQuiet = transferMib - seenMib <= QUIET_MIB;
        seenMib = transferMib;
        boolean isOld =
                last.until() > 0 && Duration.between(last.at(), clock.instant()).compareTo(SEAL_EVERY) >= 0;
        return isOld || grownMib >= GROWN_MIB && (isQuiet || grownMib >= GROWN_MIB_MAX);
    }
}
