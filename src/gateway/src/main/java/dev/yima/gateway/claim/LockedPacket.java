package dev.yima.gateway.claim;

import dev.yima.engine.prize.PrizeKind;
import java.time.Instant;
import java.util.UUID;

/**
 * A prize that the winner's next claim in the campaign opens.
 *
 * @param claim the claim that won it; the reward's id
 * @param brand the brand of the campaign
 * @param campaign the campaign that holds it
 * @param member the winner
 * @param kind money or points
 * @param amount the amount, in the unit's minor unit
 * @param unit {@code POINT}, or an ISO 4217 code
 * @param expiresAt the end of the time in which it can be opened
 */
public record LockedPacket(
        UUID claim,
        UUID brand,
        UUID campaign,
        UUID member,
        PrizeKind kind,
        long amount,
        String unit,
        Instant expiresAt) {}
