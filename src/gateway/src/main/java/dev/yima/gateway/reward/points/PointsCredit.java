package dev.yima.gateway.reward.points;

import dev.yima.gateway.claim.Award;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Points that wait or expire.
 *
 * @param id the claim that won them, or the adjustment that gave them
 * @param brand whose points they are
 * @param member who has them
 * @param campaign what they were won in, null for an adjustment
 * @param amount how many
 * @param availableAt when they begin to count, null for at once
 * @param expiresAt when they no longer count, null for never
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
