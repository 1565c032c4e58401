package dev.yima.gateway.platform.expiry;

import dev.yima.gateway.platform.async.Deadline;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.db.DatabasePools;
import dev.yima.gateway.platform.job.Job;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs the transitions that time makes: each {@link Expiry} in its order, until nothing of it is due. A step is one
 * transaction of one owner, and owners take turns.
 */
@ApplicationScoped
class ExpiryJob implements Job {
    private static final Logger LOG = Logger.getLogger(ExpiryJob.class);
    private static final Duration OWNER_WITHIN = Duration.ofSeconds(20);

    private final Pool pool;
    private final List<Expiry> expiries;
    private final YimaConfig.ExpirySettings config;
    private final Clock clock;
    private volatile Refused refused = new Refused(0, System.nanoTime());

    ExpiryJob(DatabasePools pools, @All List<Expiry> expiries, YimaConfig config, MeterRegistry meters, Clock clock) {
        this.pool = pools.workers();
        this.expiries =
                expiries.stream().sorted(Comparator.comparing(Expiry::order)).toList();
        this.config = config.reclaim();
        this.clock = clock;
        Gauge.builder("yima.reclaim.stuck", this, ExpiryJob::stuck)
                .description("Campaigns and brands whose books refused what was due in the last run, if it was here")
                .register(meters);
    }

    @Override
    public String name() {
        return "expiry";
    }

    @Override
    public Duration every() {
        return config.every();
    }

    /** Finding an owner, and its transaction. */
    @Override
    public Duration stepWithin() {
        return OWNER_WITHIN.multipliedBy(3);
    }

    @Override
    public Steps begin() {
        Run run = new Run();
        return run::next;
    }

    /** Refusals of this replica's last run; 0 once other replicas must have run since. */
    private int stuck() {
        long age = System.nanoTime() - refused.at;
        return age > config.every().multipliedBy(3).toNanos() ? 0 : refused.owners;
    }

    /** The refusals of a run, and when it ended, as {@link System#nanoTime} counts. */
    private record Refused(int owners, long at) {}

    /** One run. An owner whose books refuse what is due is left out of it, so that nobody else waits for it. */
    private final class Run {
        private final Instant now = clock.instant();
        private final Queue<Expiry> left = new ArrayDeque<>(expiries);
        private final Set<UUID> failed = new HashSet<>();
        private final Set<UUID> served = new HashSet<>();
        private int failures;
        private @Nullable Throwable unreadable;

        Uni<Boolean> next() {
            Expiry expiry = left.peek();
            if (expiry == null) {
                refused = new Refused(failures, System.nanoTime());
                return unreadable == null
                        ? Uni.createFrom().item(false)
                        : Uni.createFrom().failure(unreadable);
            }
            Set<UUID> leftOut = new HashSet<>(failed);
            leftOut.addAll(served);
            return Deadline.of(() -> expiry.nextOwner(pool, now, leftOut), OWNER_WITHIN)
                    .onFailure()
                    .recoverWithItem(failure -> {
                        unreadable = failure;
                        served.clear();
                        return null;
                    })
                    .flatMap(owner -> owner == null ? endOfTurn() : serve(expiry, owner))
                    .replaceWith(true);
        }

        /** Each owner had a turn: they have another, unless nobody had anything left. */
        private Uni<Void> endOfTurn() {
            if (served.isEmpty()) {
                left.poll();
                failures += failed.size();
                failed.clear();
            }
            served.clear();
            return Uni.createFrom().voidItem();
        }

        private Uni<Void> serve(Expiry expiry, UUID owner) {
            served.add(owner);
            return Deadline.of(
                            () -> pool.withTransaction(tx -> expiry.expire(tx, owner, now, config.rowsMax())),
                            OWNER_WITHIN)
                    .onFailure()
                    .recoverWithItem(failure -> {
                        failed.add(owner);
                        LOG.warnf(
                                failure,
                                "%s of %s stay where they are until the next run",
                                expiry.order().rows(),
                                owner);
                        return null;
                    });
        }
    }
}
