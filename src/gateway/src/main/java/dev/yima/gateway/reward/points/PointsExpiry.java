package dev.yima.gateway.reward.points;

import dev.yima.gateway.platform.expiry.Expiry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes points that have expired from the members of a brand. */
@ApplicationScoped
class PointsExpiry implements Expiry {
    private final PointsCreditRepository points;

    PointsExpiry(PointsCreditRepository points) {
        this.points = points;
    }

    @Override
    public Order order() {
        return Order.EXPIRING_POINTS;
    }

    @Override
    public Uni<@Nullable UUID> nextOwner(SqlClient client, Instant now, Set<UUID> leftOut) {
        return points.brandWithExpired(client, now, leftOut);
    }

    @Override
    public Uni<Void> expire(SqlConnection tx, UUID brand, Instant now, int rowsMax) {
        return points.expire(tx, brand, now, rowsMax);
    }
}
