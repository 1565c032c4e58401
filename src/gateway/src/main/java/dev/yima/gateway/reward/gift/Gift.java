package dev.yima.gateway.reward.gift;

import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The row of a gift.
 *
 * @param claim the claim that won it; the reward's id
 * @param brand the brand that sends it
 * @param member the winner
 * @param title the name of the gift
 * @param state its state
 * @param sealedAddress the encrypted address; null until the winner has given one, and again some time after the
 *     shipment
 * @param tracking the carrier's number; null until it is sent, and where there is none
 * @param addressedAt the time of the address; null until there is one
 * @param shippedAt the time of the shipment; null until it is sent
 */
public record Gift(
        UUID claim,
        UUID brand,
        UUID member,
        String title,
        State state,
        @Nullable Buffer sealedAddress,
        @Nullable String tracking,
        @Nullable Instant addressedAt,
        @Nullable Instant shippedAt) {
    /** States of a gift. */
    @Schema(name = "GiftState")
    public enum State {
        /** It waits for an address. */
        WON,
        /** It can be sent. */
        ADDRESSED,
        /** It was sent. */
        SHIPPED
    }

    static Gift of(Row row) {
        return new Gift(
                row.getUUID("claim_id"),
                row.getUUID("brand_id"),
                row.getUUID("member_id"),
                row.getString("title"),
                State.valueOf(row.getString("state")),
                row.getBuffer("sealed_address"),
                row.getString("tracking"),
                Rows.instantOrNull(row, "addressed_at"),
                Rows.instantOrNull(row, "shipped_at"));
    }

    /** Fails with a problem when the gift was sent, so that its address cannot change any more. */
    void requireUnsent() {
        if (state == State.SHIPPED) {
            throw new Problem(ProblemType.WRONG_STATE, "the gift was sent");
        }
    }

    /** Fails with a problem when the gift has no address yet. */
    void requireAddress() {
        if (state == State.WON) {
            throw new Problem(ProblemType.WRONG_STATE, "the winner has not said where it goes");
        }
    }
}
