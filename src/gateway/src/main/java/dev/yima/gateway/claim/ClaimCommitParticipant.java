package dev.yima.gateway.claim;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;

/** What a feature writes when claims are: its own rows, in the same transaction. */
public interface ClaimCommitParticipant {
    /** When, within a commit, it locks its rows. */
    LockOrder order();

    /**
     * Writes the feature's rows.
     *
     * @param tx the transaction; statements are sent without waiting for the ones before
     * @param awards the claims of the batch, by code; at least one
     */
    Uni<Void> write(SqlConnection tx, List<Award> awards);

    /** The one order in which every commit locks rows, after the pools and the claims. */
    enum LockOrder {
        /** Packets that stay locked, and those that are opened; guarded by the pools. */
        PACKET,
        /** Accounts. */
        LEDGER,
        /** Members. */
        MEMBER,
        /** The outbox; fresh rows only. */
        PAYOUT,
        /** Coupons and gifts; fresh rows only. */
        VOUCHER,
        /** Scans; fresh rows only. */
        SCAN
    }
}
