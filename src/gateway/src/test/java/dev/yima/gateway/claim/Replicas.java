package dev.yima.gateway.claim;

import dev.yima.gateway.claim.commit.ClaimRepository;
import dev.yima.gateway.claim.commit.ClaimTransaction;
import dev.yima.gateway.claim.commit.GroupCommit;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.db.DatabaseClock;
import dev.yima.gateway.platform.db.DatabasePools;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;

/** Makes group commits beside the service's own, as further replicas would have them. */
@ApplicationScoped
class Replicas {
    private final DatabasePools pools;
    private final ClaimRepository claims;
    private final Instance<ClaimTransaction> transactions;
    private final DatabaseClock clock;
    private final Vertx vertx;
    private final YimaConfig config;

    Replicas(
            DatabasePools pools,
            ClaimRepository claims,
            Instance<ClaimTransaction> transactions,
            DatabaseClock clock,
            Vertx vertx,
            YimaConfig config) {
        this.pools = pools;
        this.claims = claims;
        this.transactions = transactions;
        this.clock = clock;
        this.vertx = vertx;
        this.config = config;
    }

    /** Makes a group commit that has seen no counter yet. */
    GroupCommit fresh() {
        return with(clock);
    }

    /** Makes a group commit on a machine with another clock. */
    GroupCommit with(DatabaseClock other) {
        return new GroupCommit(pools, claims, transactions.get(), other, vertx, new SimpleMeterRegistry(), config);
    }
}
