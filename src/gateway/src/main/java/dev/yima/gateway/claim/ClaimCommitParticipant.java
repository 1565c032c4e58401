package dev.yima.gateway.claim;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;

/** Hook through which a feature writes its rows in the transaction that commits claims. */
public interface ClaimCommitParticipant {
    /** The position of this participant's locks within a commit. */
    LockOrder order();

    /**
     * Writes the feature's rows.
     *
     * @param tx the transaction; statements are sent without waiting for the ones before
     * @param awards the claims of the batch, in the order of their codes; at least one
     */
    Uni<Void> write(SqlConnection tx, List<Award> awards);

    /** Order in which every commit locks rows, after those of the pools and the claims. */
    enum LockOrder {
        /** Packets, both those that are won and those that are opened; guarded by the pools. */
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
        SCAN,
        /** Answers under an Idempotency-Key; fresh rows only. */
        ANSWER
    }
}
