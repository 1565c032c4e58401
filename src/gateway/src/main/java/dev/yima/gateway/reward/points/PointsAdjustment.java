package dev.yima.gateway.reward.points;

import dev.yima.gateway.platform.db.Rows;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An adjustment: points that staff give or take, or an award that they take back.
 *
 * @param id its id
 * @param memberId the member
 * @param points the points that are given, or taken where the number is below zero
 * @param rewardId the award that is taken back; null for another reason
 * @param campaignId the campaign of that award; null for another reason
 * @param validMonths of points that are given: how many months they count; null for ever
 * @param reason the reason
 * @param state the state
 * @param madeBy the staff key that made it
 * @param madeAt the time at which it was made
 * @param decidedBy the second key; null while it waits, and when none was needed
 * @param decidedAt the time of the second key's decision; null without one
 */
@Schema(name = "PointAdjustment")
public record PointsAdjustment(
        UUID id,
        UUID memberId,
        @Schema(examples = "-50") long points,
        @Nullable UUID rewardId,
        @Nullable UUID campaignId,
        @Nullable Integer validMonths,
        @Schema(examples = "Returned the goods") String reason,
        State state,
        UUID madeBy,
        Instant madeAt,
        @Nullable UUID decidedBy,
        @Nullable Instant decidedAt) {

    /** States of an adjustment. */
    @Schema(name = "AdjustmentState")
    public enum State {
        /** It waits for a second key. */
        WAITING,
        /** It is in the books. */
        DONE,
        /** It was refused. */
        REFUSED
    }

    /** The months that points count which are given; 0 for ever. */
    int months() {
        return validMonths == null ? 0 : validMonths;
    }

    PointsAdjustment decided(State decision, @Nullable UUID by, @Nullable Instant at) {
        return new PointsAdjustment(
                id, memberId, points, rewardId, campaignId, validMonths, reason, decision, madeBy, madeAt, by, at);
    }

    static PointsAdjustment of(Row row) {
        int months = row.getInteger("valid_months");
        return new PointsAdjustment(
                row.getUUID("id"),
                row.getUUID("member_id"),
                row.getLong("points"),
                row.getUUID("claim_id"),
                row.getUUID("campaign_id"),
                months == 0 ? null : months,
                row.getString("reason"),
                State.valueOf(row.getString("state")),
                row.getUUID("made_by"),
                Rows.instant(row, "made_at"),
                row.getUUID("decided_by"),
                Rows.instantOrNull(row, "decided_at"));
    }
}
