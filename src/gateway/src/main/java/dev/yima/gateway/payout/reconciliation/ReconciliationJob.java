package dev.yima.gateway.payout.reconciliation;

import dev.yima.gateway.payout.reconciliation.StatementQueue.BrandDay;
import dev.yima.gateway.platform.async.Deadline;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.job.Job;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Compares the days of which more statements are here, and plans the statements of each day of each brand that has
 * payouts. A step compares one day of one brand; the last one plans.
 */
@ApplicationScoped
class ReconciliationJob implements Job {
    private static final Logger LOG = Logger.getLogger(ReconciliationJob.class);
    private static final Duration COMPARED_WITHIN = Duration.ofMinutes(4);

    private final StatementQueue queue;
    private final StatementWorker statements;
    private final Reconciler reconciler;
    private final YimaConfig.Payout config;
    private final Clock clock;

    ReconciliationJob(
            StatementQueue queue, StatementWorker statements, Reconciler reconciler, YimaConfig config, Clock clock) {
        this.queue = queue;
        this.statements = statements;
        this.reconciler = reconciler;
        this.config = config.payout();
        this.clock = clock;
    }

    @Override
    public String name() {
        return "reconciliation";
    }

    @Override
    public Duration every() {
        return config.reconcileEvery();
    }

    @Override
    public Duration stepWithin() {
        return Duration.ofMinutes(5);
    }

    @Override
    public Steps begin() {
        Run run = new Run();
        return run::next;
    }

    /** One run. A day that cannot be compared is left out of it and holds up no other. */
    private final class Run {
        private final Set<BrandDay> failed = new HashSet<>();

        Uni<Boolean> next() {
            return queue.toCompare(failed).flatMap(day -> day.map(this::compare).orElseGet(this::plan));
        }

        private Uni<Boolean> plan() {
            return queue.plan(clock.instant()).invoke(statements::fill).replaceWith(false);
        }

        private Uni<Boolean> compare(BrandDay day) {
            return Deadline.of(() -> reconciler.compare(day), COMPARED_WITHIN)
                    .replaceWith(true)
                    .onFailure()
                    .recoverWithItem(failure -> {
                        failed.add(day);
                        LOG.warnf(
                                failure,
                                "brand %s: %s could not be compared; it is tried again",
                                day.brand(),
                                day.day());
                        return true;
                    });
        }
    }
}
