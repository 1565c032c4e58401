package dev.yima.gateway.payout.reconciliation;

import dev.yima.gateway.ledger.BookDay;
import dev.yima.gateway.payout.reconciliation.ReconciliationRepository.Due;
import dev.yima.gateway.platform.async.AsyncLoop;
import dev.yima.gateway.platform.config.YimaConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Reconciles each day of each brand that has payouts, once the statement of the day can be had. */
@ApplicationScoped
class ReconciliationWorker {
    private static final Logger LOG = Logger.getLogger(ReconciliationWorker.class);

    private static final Duration STATEMENTS_WITHIN = Duration.ofMinutes(10);

    private final Reconciler reconciler;
    private final ReconciliationRepository reconciliations;
    private final Vertx vertx;
    private final YimaConfig.Payout config;
    private final Clock clock;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile long timer;

    ReconciliationWorker(
            Reconciler reconciler,
            ReconciliationRepository reconciliations,
            Vertx vertx,
            YimaConfig config,
            Clock clock) {
        this.reconciler = reconciler;
        this.reconciliations = reconciliations;
        this.vertx = vertx;
        this.config = config.payout();
        this.clock = clock;
    }

    void onStart(@Observes StartupEvent started) {
        timer = vertx.setPeriodic(config.reconcileEvery().toMillis(), tick -> poll());
    }

    void onStop(@Observes ShutdownEvent stopped) {
        vertx.cancelTimer(timer);
    }

    private void poll() {
        if (!running.compareAndSet(false, true)) {
            return;
        }
        ZonedDateTime now = clock.instant().atZone(BookDay.ZONE);
        int daysAgo = now.toLocalTime().isBefore(config.statementAt()) ? 2 : 1;
        until(now.toLocalDate().minusDays(daysAgo)).subscribe().with(done -> running.set(false), failure -> {
            running.set(false);
            LOG.warn("the days to reconcile cannot be read; they are tried again", failure);
        });
    }

    /** Reconciles the days that are still to be, up to one. A brand whose statement fails holds up no other. */
    Uni<Void> until(LocalDate last) {
        Set<UUID> failed = new HashSet<>();
        return AsyncLoop.whilst(() -> reconciliations
                .due(last, failed)
                .flatMap(due -> due.map(each -> reconcile(each, failed).replaceWith(true))
                        .orElseGet(() -> Uni.createFrom().item(false))));
    }

    private Uni<Reconciliation> reconcile(Due due, Set<UUID> failed) {
        return reconciler
                .reconcile(due.brand(), due.day())
                .ifNoItem()
                .after(STATEMENTS_WITHIN)
                .fail()
                .onFailure()
                .recoverWithItem(failure -> {
                    failed.add(due.brand());
                    LOG.warnf(
                            failure, "brand %s: %s could not be reconciled; it is tried again", due.brand(), due.day());
                    return null;
                });
    }
}
