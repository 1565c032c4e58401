package dev.yima.gateway.claim;

import dev.yima.engine.prize.PrizeKind;
import java.time.Instant;
import java.util.UUID;

/**
 * A prize that the person's next claim of the campaign opens.
 *
 * @param claim the claim that won it; the reward's id
 * @param brand whose campaign it is
 * @param campaign the campaign that holds it
 * @param member who won it
 * @param kind money or points
 * @param amount how much
 * @param unit what the amount is counted in
 * @param expiresAt until when it can be opened
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
