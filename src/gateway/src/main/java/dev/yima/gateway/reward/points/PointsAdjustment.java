package dev.yima.gateway.reward.points;

import dev.yima.gateway.platform.db.Rows;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Points that staff give or take, or an award that they take back.
 *
 * @param id its id
 * @param memberId whose points they are
 * @param points what the member gains, or loses where it is below zero
 * @param rewardId the award that is taken back; null for another reason
 * @param campaignId what that was won in
 * @param validMonths of points that are given: how many months they count; null for ever
 * @param reason why
 * @param state how far it has come
 * @param madeBy whose key asked for it
 * @param madeAt when
 * @param decidedBy the second key; null while it waits, and when none was needed
 * @param decidedAt when
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

    /** How far an adjustment has come. */
    public enum State {
        /** It needs a second key. */
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
