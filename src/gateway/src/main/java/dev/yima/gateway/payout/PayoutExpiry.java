package dev.yima.gateway.payout;

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

/** Returns cash that was not received in time. */
@ApplicationScoped
class PayoutExpiry implements Expiry {
    private final OverduePayouts payouts;
    private final Ledger ledger;

    PayoutExpiry(OverduePayouts payouts, Ledger ledger) {
        this.payouts = payouts;
        this.ledger = ledger;
    }

    @Override
    public Order order() {
        return Order.CASH;
    }

    @Override
    public Uni<@Nullable UUID> nextOwner(SqlClient client, Instant now, Set<UUID> leftOut) {
        return payouts.campaignWithExpired(client, now, leftOut);
    }

    @Override
    public Uni<Void> endNow(SqlClient client, UUID[] claims, Instant now) {
        return payouts.endNow(client, claims, now);
    }

    @Override
    public Uni<Void> expire(SqlConnection tx, UUID campaign, Instant now, int rowsMax) {
        return ledger.returnAccount(tx, campaign).flatMap(home -> payouts.expire(tx, campaign, now, rowsMax, home));
    }
}
