package dev.yima.gateway.claim;

import dev.yima.gateway.claim.commit.ClaimHistoryRepository;
import dev.yima.gateway.claim.commit.ClaimRepository;
import dev.yima.gateway.claim.commit.GroupCommit;
import dev.yima.gateway.claim.commit.RewardCountRepository;
import dev.yima.gateway.platform.config.YimaConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.arc.All;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Makes lanes beside the service's own, as further replicas would have them. */
@ApplicationScoped
class Replicas {
    private final Pool pool;
    private final ClaimRepository store;
    private final PoolCounters positions;
    private final ClaimHistoryRepository pasts;
    private final RewardCountRepository earnings;
    private final List<ClaimCommitParticipant> parts;
    private final Vertx vertx;
    private final YimaConfig config;

    Replicas(
            Pool pool,
            ClaimRepository store,
            PoolCounters positions,
            ClaimHistoryRepository pasts,
            RewardCountRepository earnings,
            @All List<ClaimCommitParticipant> parts,
            Vertx vertx,
            YimaConfig config) {
        this.pool = pool;
        this.store = store;
        this.positions = positions;
        this.pasts = pasts;
        this.earnings = earnings;
        this.parts = parts;
        this.vertx = vertx;
        this.config = config;
    }

    /** A lane that knows nothing yet. */
    GroupCommit fresh() {
        return new GroupCommit(
                pool, store, positions, pasts, earnings, parts, vertx, new SimpleMeterRegistry(), config);
    }
}
