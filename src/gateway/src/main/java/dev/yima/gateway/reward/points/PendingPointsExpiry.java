package dev.yima.gateway.reward.points;

import dev.yima.gateway.ledger.Ledger;
import dev.yima.gateway.platform.expiry.Expiry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lets points count that have waited, under the lock of their pool. */
@ApplicationScoped
class PendingPointsExpiry implements Expiry {
    private final PointsCreditRepository points;
    private final Ledger ledger;

    PendingPointsExpiry(PointsCreditRepository points, Ledger ledger) {
        this.points = points;
        this.ledger = ledger;
    }

    @Override
    public Order order() {
        return Order.PENDING_POINTS;
    }

    @Override
    public Uni<@Nullable UUID> nextOwner(SqlClient client, Instant now, Set<UUID> leftOut) {
        return points.campaignWithPending(client, now, leftOut);
    }

    @Override
    public Uni<Void> expire(SqlConnection tx, UUID campaign, Instant now, int rowsMax) {
        return ledger.returnAccount(tx, campaign).flatMap(locked -> points.release(tx, campaign, now, rowsMax));
    }
}
