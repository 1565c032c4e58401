package dev.yima.gateway.claim.commit;

import dev.yima.gateway.claim.commit.GroupCommit.Result;
import dev.yima.gateway.platform.async.Batcher;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Campaigns whose rows somebody keeps locked. Each has a lane of its own, on connections that no other campaign needs,
 * until it commits again; so it keeps nobody else waiting. Behind a failure its claims are refused at once for
 * a second: a breaker for each campaign. A lane that nobody wanted for a minute is forgotten: whether its campaign is
 * locked still is found out by the next claim.
 *
 * @param <R> a request
 */
final class StuckCampaigns<R> {
    /** The time in which nothing is tried after a failure. */
    static final Duration OPEN = Duration.ofSeconds(1);

    /** The time after which a lane that nobody wants is forgotten. */
    static final Duration UNWANTED = Duration.ofMinutes(1);

    private static final Logger LOG = Logger.getLogger(StuckCampaigns.class);

    private final Supplier<Batcher<R, Result>> batchers;
    private final LongSupplier nanoTime;
    private final Map<UUID, Lane<R>> stuck = new ConcurrentHashMap<>();

    StuckCampaigns(Supplier<Batcher<R, Result>> batchers, MeterRegistry meters, LongSupplier nanoTime) {
        this.batchers = batchers;
        this.nanoTime = nanoTime;
        Gauge.builder("yima.claims.stuck", this, StuckCampaigns::count)
                .description("Campaigns whose rows are locked, and which commit in a lane of their own")
                .register(meters);
    }

    boolean has(UUID campaign) {
        return stuck.containsKey(campaign);
    }

    /** The number of lanes that somebody wanted of late. */
    int count() {
        forgetUnwanted();
        return stuck.size();
    }

    private void forgetUnwanted() {
        long now = nanoTime.getAsLong();
        stuck.values().removeIf(lane -> now - lane.wantedAtNanos > UNWANTED.toNanos());
    }

    /** Commits a request in its campaign's own lane. */
    Uni<Result> submit(UUID campaign, R request) {
        Lane<R> lane = stuck.computeIfAbsent(campaign, unknown -> lane());
        lane.wantedAtNanos = nanoTime.getAsLong();
        if (lane.isOpen(lane.wantedAtNanos)) {
            return Uni.createFrom().item(Result.STUCK);
        }
        return lane.batcher.submit(request).invoke(result -> {
            if (result.isStuck()) {
                if (!lane.failed) {
                    LOG.warnf("rows of campaign %s stay locked: it is tried again every %s", campaign, OPEN);
                }
                lane.open(nanoTime.getAsLong());
            } else if (result.failure() == null && stuck.remove(campaign, lane) && lane.failed) {
                LOG.infof("campaign %s commits again", campaign);
            }
        });
    }

    /** Gives a campaign a lane of its own, if it has none. */
    void add(UUID campaign) {
        forgetUnwanted();
        stuck.computeIfAbsent(campaign, unknown -> lane());
    }

    private Lane<R> lane() {
        return new Lane<>(batchers.get(), nanoTime.getAsLong());
    }

    /** The lane of one campaign, and its breaker. */
    private static final class Lane<R> {
        private final Batcher<R, Result> batcher;
        private volatile long wantedAtNanos;
        private volatile boolean failed;
        private volatile long failedAtNanos;

        Lane(Batcher<R, Result> batcher, long nanos) {
            this.batcher = batcher;
            this.wantedAtNanos = nanos;
        }

        void open(long nanos) {
            failedAtNanos = nanos;
            failed = true;
        }

        boolean isOpen(long nanos) {
            return failed && nanos - failedAtNanos < OPEN.toNanos();
        }
    }
}
