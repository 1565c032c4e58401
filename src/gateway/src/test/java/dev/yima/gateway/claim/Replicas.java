package dev.yima.gateway.claim;

import dev.yima.gateway.claim.commit.ClaimRepository;
import dev.yima.gateway.claim.commit.ClaimTransaction;
import dev.yima.gateway.claim.commit.GroupCommit;
import dev.yima.gateway.platform.config.YimaConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;

/** Makes group commits beside the service's own, as further replicas would have them. */
@ApplicationScoped
class Replicas {
    private final Pool pool;
    private final ClaimRepository claims;
    private final Instance<ClaimTransaction> transactions;
    private final Vertx vertx;
    private final YimaConfig config;

    Replicas(
            Pool pool,
            ClaimRepository claims,
            Instance<ClaimTransaction> transactions,
            Vertx vertx,
            YimaConfig config) {
        this.pool = pool;
        this.claims = claims;
        this.transactions = transactions;
        this.vertx = vertx;
        this.config = config;
    }

    /** Makes a group commit that has seen no counter yet. */
    GroupCommit fresh() {
        return new GroupCommit(pool, claims, transactions.get(), vertx, new SimpleMeterRegistry(), config);
    }
}
