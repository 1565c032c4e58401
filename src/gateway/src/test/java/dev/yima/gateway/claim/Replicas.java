package dev.yima.gateway.claim;

import dev.yima.gateway.platform.YimaConfig;
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
    private final ClaimStore store;
    private final Positions positions;
    private final PastClaims pasts;
    private final PastEarnings earnings;
    private final List<ClaimPart> parts;
    private final Vertx vertx;
    private final YimaConfig config;

    Replicas(
            Pool pool,
            ClaimStore store,
            Positions positions,
            PastClaims pasts,
            PastEarnings earnings,
            @All List<ClaimPart> parts,
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
