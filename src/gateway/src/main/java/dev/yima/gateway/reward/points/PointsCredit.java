package dev.yima.gateway.reward.points;

import dev.yima.gateway.claim.Award;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A number of points that are pending, or that expire.
 *
 * @param id the id of the claim that won them, or of the adjustment that gave them
 * @param brand the brand of the points
 * @param member the owner
 * @param campaign the campaign that they were won in, null for an adjustment
 * @param amount the number of points
 * @param availableAt the moment from which they count, null for at once
 * @param expiresAt the moment from which they no longer count, null for never
 */
record PointsCredit(
        UUID id,
        UUID brand,
        UUID member,
        @Nullable UUID campaign,
        long amount,
        @Nullable Instant availableAt,
        @Nullable Instant expiresAt) {
    static PointsCredit won(Award award) {
        return new PointsCredit(
                award.request().id(),
                award.request().scan().brand(),
                award.request().scan().member(),
                award.request().draw().campaign(),
                award.win().orElseThrow().amount(),
                award.availableAt().orElse(null),
                award.expiresAt().orElse(null));
    }
}
