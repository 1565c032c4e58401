package dev.yima.gateway.platform.expiry;

import dev.yima.gateway.platform.async.AsyncLoop;
import dev.yima.gateway.platform.config.YimaConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Runs the transitions that time makes, in rounds: each {@link Expiry} in its order, until nothing of it is due.
 * Replicas
 * that run at the same time meet at the locks of the rows, and the later one finds nothing left to do.
 */
@ApplicationScoped
class ExpiryWorker {
    private static final Logger LOG = Logger.getLogger(ExpiryWorker.class);

    private final Pool pool;
    private final List<Expiry> expiries;
    private final Vertx vertx;
    private final YimaConfig.ExpirySettings config;
    private final Clock clock;
    private final AtomicInteger stuck = new AtomicInteger();
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile long timer;

    ExpiryWorker(
            Pool pool, @All List<Expiry> expiries, Vertx vertx, YimaConfig config, MeterRegistry meters, Clock clock) {
        this.pool = pool;
        this.expiries =
                expiries.stream().sorted(Comparator.comparing(Expiry::order)).toList();
        this.vertx = vertx;
        this.config = config.reclaim();
        this.clock = clock;
        Gauge.builder("yima.reclaim.stuck", stuck, AtomicInteger::get)
                .description("Campaigns and brands whose books refused what was due in the last round")
                .register(meters);
    }

    void onStart(@Observes StartupEvent started) {
        timer = vertx.setPeriodic(config.every().toMillis(), tick -> round());
    }

    void onStop(@Observes ShutdownEvent stopped) {
        vertx.cancelTimer(timer);
    }

    private void round() {
        if (!running.compareAndSet(false, true)) {
            return;
        }
        Instant now = clock.instant();
        AtomicInteger failed = new AtomicInteger();
        List<Uni<Void>> inOrder =
                expiries.stream().map(expiry -> untilDone(expiry, failed, now)).toList();
        Uni.join()
                .all(inOrder)
                .usingConcurrencyOf(1)
                .andCollectFailures()
                .onTermination()
                .invoke(() -> {
                    stuck.set(failed.get());
                    running.set(false);
                })
                .subscribe()
                .with(done -> {}, failure -> LOG.warn("what is due stays where it is until the next round", failure));
    }

    /**
     * Owner by owner, until nothing is due. An owner whose books refuse it is left out until the next round, so that
     * nobody else waits for it.
     */
    private Uni<Void> untilDone(Expiry expiry, AtomicInteger failed, Instant now) {
        Set<UUID> leftOut = new HashSet<>();
        return AsyncLoop.whilst(() -> expiry.nextOwner(pool, now, leftOut)
                .flatMap(owner -> owner == null
                        ? Uni.createFrom().item(false)
                        : pool.withTransaction(tx -> expiry.expire(tx, owner, now, config.rowsMax()))
                                .replaceWith(true)
                                .onFailure()
                                .recoverWithItem(failure -> {
                                    leftOut.add(owner);
                                    failed.incrementAndGet();
                                    LOG.warnf(
                                            failure,
                                            "%s of %s stay where they are until the next round",
                                            expiry.order().rows(),
                                            owner);
                                    return true;
                                })));
    }
}
