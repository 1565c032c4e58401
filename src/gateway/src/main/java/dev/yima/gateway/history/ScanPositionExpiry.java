package dev.yima.gateway.history;

import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.expiry.Expiry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Erases the positions of scans some time after them. The scans stay, with their provinces. */
@ApplicationScoped
class ScanPositionExpiry implements Expiry {
    private final ScanRepository scans;
    private final Duration kept;

    ScanPositionExpiry(ScanRepository scans, YimaConfig config) {
        this.scans = scans;
        this.kept = config.retention().positions();
    }

    @Override
    public Order order() {
        return Order.SCAN_POSITIONS;
    }

    @Override
    public Uni<@Nullable UUID> nextOwner(SqlClient client, Instant now, Set<UUID> leftOut) {
        return scans.brandWithPosition(client, now.minus(kept), leftOut);
    }

    @Override
    public Uni<Void> expire(SqlConnection tx, UUID brand, Instant now, int rowsMax) {
        return scans.erasePositions(tx, brand, now.minus(kept), rowsMax);
    }
}
