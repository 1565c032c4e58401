package dev.yima.gateway.platform.expiry;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A transition that time makes to rows of a feature. Implementations are beans; {@link ExpiryJob} runs them. */
public interface Expiry {
    /** The transitions, in the order in which a round runs them. */
    enum Order {
        /** Locked packets that nobody opened go back. */
        PACKETS("packets"),
        /** Coupons that nobody redeemed go back. */
        COUPONS("coupons"),
        /** Cash that nobody received goes back. */
        CASH("cash"),
        /** Points that have waited count. */
        PENDING_POINTS("points that waited"),
        /** Points that have expired no longer count. */
        EXPIRING_POINTS("points that expire"),
        /** Addresses that are no longer needed are erased. */
        GIFT_ADDRESSES("addresses of gifts"),
        /** Positions of scans that are old are erased. */
        SCAN_POSITIONS("positions of scans");

        private final String rows;

        Order(String rows) {
            this.rows = rows;
        }

        /** The name of the rows, for the log. */
        String rows() {
            return rows;
        }
    }

    /** The place in a round; no two implementations share one. */
    Order order();

    /**
     * Finds an owner of rows that are due: a campaign or a brand.
     *
     * @param leftOut owners that are not to be found
     * @return null when there is none
     */
    Uni<@Nullable UUID> nextOwner(SqlClient client, Instant now, Set<UUID> leftOut);

    /**
     * Makes the transition for rows of an owner that are due. Fails, and changes nothing, where the ledger refuses it.
     *
     * @param rowsMax the most rows, or members with such rows
     */
    Uni<Void> expire(SqlConnection tx, UUID owner, Instant now, int rowsMax);

    /**
     * Lets what some claims won be over at a moment, so that the next run returns it. What cannot end early, and what
     * its owner has used, stays as it is.
     *
     * @param claims the claims, of which some may have won nothing of this kind
     */
    default Uni<Void> endNow(SqlClient client, UUID[] claims, Instant now) {
        return Uni.createFrom().voidItem();
    }
}
