package dev.yima.gateway.reward.gift;

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

/** Erases the addresses of gifts some time after they were sent. */
@ApplicationScoped
class GiftAddressExpiry implements Expiry {
    private final GiftRepository gifts;
    private final Duration kept;

    GiftAddressExpiry(GiftRepository gifts, YimaConfig config) {
        this.gifts = gifts;
        this.kept = config.retention().giftAddresses();
    }

    @Override
    public Order order() {
        return Order.GIFT_ADDRESSES;
    }

    @Override
    public Uni<@Nullable UUID> nextOwner(SqlClient client, Instant now, Set<UUID> leftOut) {
        return gifts.brandWithKeptAddress(client, now.minus(kept), leftOut);
    }

    @Override
    public Uni<Void> expire(SqlConnection tx, UUID brand, Instant now, int rowsMax) {
        return gifts.eraseAddresses(tx, brand, now.minus(kept), rowsMax);
    }
}
