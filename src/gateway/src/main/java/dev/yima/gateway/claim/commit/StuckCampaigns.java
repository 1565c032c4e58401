package dev.yima.gateway.claim.commit;

import dev.yima.gateway.claim.ClaimRequest;
import dev.yima.gateway.claim.commit.GroupCommit.Result;
import dev.yima.gateway.platform.async.Batcher;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Campaigns whose rows somebody keeps locked. Each has a lane of its own, on connections that no other campaign needs,
 * until it commits again; so it keeps nobody else waiting. Behind a failure its claims are refused at once for
 * a second: a breaker for each campaign.
 */
final class StuckCampaigns {
    private static final Logger LOG = Logger.getLogger(StuckCampaigns.class);
    private static final Duration OPEN = Duration.ofSeconds(1);

    private final Supplier<Batcher<ClaimRequest, Result>> lanes;
    private final Map<UUID, Lane> stuck = new ConcurrentHashMap<>();

    StuckCampaigns(Supplier<Batcher<ClaimRequest, Result>> lanes, MeterRegistry meters) {
        this.lanes = lanes;
        Gauge.builder("yima.claims.stuck", stuck, Map::size)
                .description("Campaigns whose rows are locked, and which commit in a lane of their own")
                .register(meters);
    }

    boolean has(UUID campaign) {
        return stuck.containsKey(campaign);
    }

    /** Commits a request in its campaign's own lane. */
    Uni<Result> submit(UUID campaign, ClaimRequest request) {
        Lane lane = stuck.computeIfAbsent(campaign, this::lane);
        if (lane.isOpen()) {
            return Uni.createFrom().item(Result.STUCK);
        }
        return lane.batcher.submit(request).invoke(result -> {
            if (result.isStuck()) {
                lane.open();
            } else if (result.failure() == null && stuck.remove(campaign, lane)) {
                LOG.infof("campaign %s commits again", campaign);
            }
        });
    }

    /** Gives a campaign a lane of its own, if it has none. */
    void add(UUID campaign) {
        stuck.computeIfAbsent(campaign, this::lane);
    }

    private Lane lane(UUID campaign) {
        LOG.warnf("rows of campaign %s are locked; it commits in a lane of its own", campaign);
        return new Lane(lanes.get());
    }

    /** The lane of one campaign, and its breaker. */
    private static final class Lane {
        private final Batcher<ClaimRequest, Result> batcher;
        private volatile long openUntilNanos = System.nanoTime();

        Lane(Batcher<ClaimRequest, Result> batcher) {
            this.batcher = batcher;
        }

        void open() {
            openUntilNanos = System.nanoTime() + OPEN.toNanos();
        }

        boolean isOpen() {
            return System.nanoTime() - openUntilNanos < 0;
        }
    }
}
