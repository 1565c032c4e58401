package dev.yima.gateway.reward.coupon;

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

/** Closes coupons that were not redeemed in time, and returns the fees of the stores. */
@ApplicationScoped
class CouponExpiry implements Expiry {
    private final CouponRepository coupons;
    private final Ledger ledger;

    CouponExpiry(CouponRepository coupons, Ledger ledger) {
        this.coupons = coupons;
        this.ledger = ledger;
    }

    @Override
    public Order order() {
        return Order.COUPONS;
    }

    @Override
    public Uni<@Nullable UUID> nextOwner(SqlClient client, Instant now, Set<UUID> leftOut) {
        return coupons.campaignWithExpired(client, now, leftOut);
    }

    @Override
    public Uni<Void> endNow(SqlClient client, UUID[] claims, Instant now) {
        return coupons.endNow(client, claims, now);
    }

    @Override
    public Uni<Void> expire(SqlConnection tx, UUID campaign, Instant now, int rowsMax) {
        return ledger.returnAccount(tx, campaign)
                .flatMap(home -> coupons.expire(tx, campaign, now, rowsMax, home))
                .replaceWithVoid();
    }
}
