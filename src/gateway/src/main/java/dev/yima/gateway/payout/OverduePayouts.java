package dev.yima.gateway.payout;

import dev.yima.gateway.ledger.Account;
import dev.yima.gateway.ledger.Ledger;
import dev.yima.gateway.ledger.Transfer;
import dev.yima.gateway.ledger.Transfer.Reason;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Returns cash that its payee could have received and did not, within the days that the rules of the prize give. */
@ApplicationScoped
public class OverduePayouts {
    private static final String DUE = """
            SELECT campaign_id FROM payout
            WHERE state IN ('FAILED', 'EXPIRED') AND returns_at IS NOT NULL AND returns_at <= $1
                AND campaign_id <> ALL ($2)
            ORDER BY returns_at LIMIT 1""";
    // A retry at the same moment either keeps the cash or finds it returned; never both.
    private static final String RETURN = """
            UPDATE payout p SET state = 'RETURNED'
            FROM (SELECT claim_id FROM payout
                WHERE campaign_id = $1 AND state IN ('FAILED', 'EXPIRED') AND returns_at IS NOT NULL
                    AND returns_at <= $2
                ORDER BY returns_at LIMIT $3 FOR UPDATE) AS due
            WHERE p.claim_id = due.claim_id
            RETURNING p.claim_id, p.brand_id, p.member_id, p.amount, p.currency""";

    private static final String END = """
            UPDATE payout SET returns_at = $2
            WHERE claim_id = ANY ($1) AND state NOT IN ('PAID', 'RETURNED')
                AND (returns_at IS NULL OR returns_at > $2)""";

    private final Ledger ledger;

    OverduePayouts(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Finds a campaign with cash that is to be returned.
     *
     * @param excluded campaigns that are not returned
     * @return null when there is none
     */
    public Uni<@Nullable UUID> campaignWithExpired(SqlClient client, Instant now, Set<UUID> excluded) {
        return client.preparedQuery(DUE)
                .execute(Tuple.of(Columns.utc(now), excluded.toArray(UUID[]::new)))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getUUID("campaign_id"));
    }

    /** Lets cash be returned from a moment on, if it is not received: what is under way ends first. */
    Uni<Void> endNow(SqlClient client, UUID[] claims, Instant now) {
        return client.preparedQuery(END)
                .execute(Tuple.of(claims, Columns.utc(now)))
                .replaceWithVoid();
    }

    /**
     * Returns cash of a campaign, in a transaction that holds the lock of its pool.
     *
     * @param payoutsMax the most payouts that are returned at once
     * @param destination the account that receives it
     */
    public Uni<Void> expire(SqlConnection tx, UUID campaign, Instant now, int payoutsMax, Account destination) {
        return tx.preparedQuery(RETURN)
                .execute(Tuple.of(campaign, Columns.utc(now), payoutsMax))
                .flatMap(rows -> ledger.write(tx, Rows.map(rows, row -> transfer(row, destination, now))));
    }

    private static Transfer transfer(Row row, Account destination, Instant now) {
        return new Transfer(
                row.getUUID("brand_id"),
                row.getUUID("claim_id"),
                Reason.RECLAIM,
                row.getString("currency"),
                Account.member(row.getUUID("member_id")),
                destination,
                row.getLong("amount"),
                now);
    }
}
