package dev.yima.gateway.payout.reconciliation;

import dev.yima.gateway.ledger.BookDay;
import dev.yima.gateway.platform.config.YimaConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Reconciles each day of each brand that pays people, once the statement of the day can be had. */
@ApplicationScoped
class ReconciliationWorker {
    private static final Logger LOG = Logger.getLogger(ReconciliationWorker.class);

    private final Reconciler reconciler;
    private final ReconciliationRepository store;
    private final Vertx vertx;
    private final YimaConfig.Payout config;
    private final Clock clock;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile long timer;

    ReconciliationWorker(
            Reconciler reconciler, ReconciliationRepository store, Vertx vertx, YimaConfig config, Clock clock) {
        this.reconciler = reconciler;
        this.store = store;
        this.vertx = vertx;
        this.config = config.payout();
        this.clock = clock;
    }

    void onStart(@Observes StartupEvent started) {
        timer = vertx.setPeriodic(config.reconcileEvery().toMillis(), tick -> round());
    }

    void onStop(@Observes ShutdownEvent stopped) {
        vertx.cancelTimer(timer);
    }

    private void round() {
        if (!running.compareAndSet(false, true)) {
            return;
        }
        ZonedDateTime now = clock.instant().atZone(BookDay.ZONE);
        int daysAgo = now.toLocalTime().isBefore(config.statementAt()) ? 2 : 1;
        until(now.toLocalDate().minusDays(daysAgo)).subscribe().with(done -> running.set(false), failure -> {
            running.set(false);
            LOG.warn("a day could not be reconciled; it is tried again", failure);
        });
    }

    /** Reconciles what is still to be, up to a day. */
    Uni<Void> until(LocalDate last) {
        return store.due(last)
                .flatMap(due -> due.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : reconciler
                                .reconcile(due.get().brand(), due.get().day())
                                .flatMap(done -> until(last)));
    }
}
