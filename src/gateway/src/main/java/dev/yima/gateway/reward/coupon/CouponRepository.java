package dev.yima.gateway.reward.coupon;

import dev.yima.gateway.ledger.Account;
import dev.yima.gateway.ledger.Ledger;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.reward.coupon.Coupon.State;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of coupons, and their expiry. */
@ApplicationScoped
public class CouponRepository {
    private static final String COLUMNS = """
            SELECT claim_id, brand_id, campaign_id, member_id, code, title, price, store_fee, currency, state,
                expires_at, redeemed_at, redeemed_by, redeemed_member, redeemed_with, kept_back FROM coupon""";
    private static final String BY_CODE = COLUMNS + " WHERE brand_id = $1 AND code = $2";
    private static final String LIST = "SELECT c.* FROM unnest($2::text[]) AS q(state) CROSS JOIN LATERAL (" + COLUMNS
            + " WHERE brand_id = $1 AND state = q.state AND claim_id > $3 ORDER BY claim_id LIMIT $4) AS c"
            + " ORDER BY claim_id LIMIT $4";
    private static final String REDEEM = """
            UPDATE coupon SET state = 'REDEEMED', redeemed_at = $2, redeemed_by = $3, redeemed_member = $4,
                redeemed_with = $5, kept_back = $6
            WHERE claim_id = $1""";
    private static final String EXPIRE = """
            UPDATE coupon c SET state = 'EXPIRED'
            FROM (SELECT claim_id FROM coupon
                WHERE campaign_id = $1 AND state = 'ISSUED' AND expires_at <= $2
                ORDER BY expires_at LIMIT $3 FOR UPDATE) AS due
            WHERE c.claim_id = due.claim_id
            RETURNING c.*""";
    private static final String END = """
            UPDATE coupon SET expires_at = $2
            WHERE claim_id = ANY ($1) AND state = 'ISSUED' AND expires_at > $2""";
    private static final String WITH_EXPIRED = """
            SELECT campaign_id FROM coupon WHERE state = 'ISSUED' AND expires_at <= $1
                AND campaign_id <> ALL ($2)
            ORDER BY expires_at LIMIT 1""";

    private final Ledger ledger;

    CouponRepository(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Finds a coupon of a brand by its normalized code; empty when there is none. */
    Uni<Optional<Coupon>> find(SqlClient client, UUID brand, String code) {
        return client.preparedQuery(BY_CODE).execute(Tuple.of(brand, code)).map(rows -> Rows.first(rows, Coupon::of));
    }

    /** Locks a coupon that exists. */
    Uni<Coupon> lock(SqlConnection tx, UUID brand, String code) {
        return tx.preparedQuery(BY_CODE + " FOR UPDATE")
                .execute(Tuple.of(brand, code))
                .map(rows -> Rows.first(rows, Coupon::of).orElseThrow());
    }

    /** Lists coupons of a brand, in the order of their ids; those of all states where the state is null. */
    Uni<List<Coupon>> list(SqlClient client, UUID brand, @Nullable State state, UUID after, int limit) {
        return client.preparedQuery(LIST)
                .execute(Tuple.of(brand, Columns.oneOrAll(State.class, state), after, limit))
                .map(rows -> Rows.map(rows, Coupon::of));
    }

    /** Stores a coupon that was redeemed. */
    Uni<Void> setRedeemed(SqlConnection tx, Coupon redeemed) {
        return tx.preparedQuery(REDEEM)
                .execute(Tuple.of(
                        redeemed.claim(),
                        Columns.utc(redeemed.redeemedAt()),
                        redeemed.redeemedBy(),
                        redeemed.redeemedMember(),
                        redeemed.redeemedWith(),
                        redeemed.keptBack() == null ? null : redeemed.keptBack().name()))
                .replaceWithVoid();
    }

    /**
     * Finds a campaign with coupons that have expired.
     *
     * @param excluded campaigns that are left out
     * @return the campaign; null when there is none
     */
    public Uni<@Nullable UUID> campaignWithExpired(SqlClient client, Instant now, Set<UUID> excluded) {
        return client.preparedQuery(WITH_EXPIRED)
                .execute(Tuple.of(Columns.utc(now), excluded.toArray(UUID[]::new)))
                .map(rows -> Rows.first(rows, row -> row.getUUID("campaign_id")).orElse(null));
    }

    /** Lets coupons that were not redeemed be over at a moment. */
    Uni<Void> endNow(SqlClient client, UUID[] claims, Instant now) {
        return client.preparedQuery(END)
                .execute(Tuple.of(claims, Columns.utc(now)))
                .replaceWithVoid();
    }

    /**
     * Expires coupons of a campaign, and returns the fees of their stores.
     *
     * @param tx the transaction, which holds the lock of the campaign's pool
     * @param limit the largest number of coupons
     * @param feesTo the account that the fees return to
     * @return the number of coupons that expired
     */
    public Uni<Integer> expire(SqlConnection tx, UUID campaign, Instant now, int limit, Account feesTo) {
        return tx.preparedQuery(EXPIRE)
                .execute(Tuple.of(campaign, Columns.utc(now), limit))
                .map(rows -> Rows.map(rows, Coupon::of))
                .call(coupons -> ledger.write(
                        tx,
                        coupons.stream()
                                .flatMap(coupon -> CouponTransfers.expiry(coupon, now, feesTo).stream())
                                .toList()))
                .map(List::size);
    }
}
