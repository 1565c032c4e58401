package dev.yima.gateway.ledger;

import java.time.Instant;
import java.util.UUID;

/**
 * An amount that moves from one account to another. Reference, reason and unit are its idempotency key: the same
 * transfer cannot be written twice.
 *
 * @param brand whose books it is in
 * @param reference what it is for: the campaign of a FUND or RETURN, the adjustment of an ADJUST, else the claim that
 *     won
 * @param reason why
 * @param unit {@code POINT}, or an ISO 4217 code
 * @param debit where it comes from
 * @param credit where it goes
 * @param amount how much, in the unit's minor unit; at least 1
 * @param at when
 */
public record Transfer(
        UUID brand,
        UUID reference,
        Reason reason,
        String unit,
        Account debit,
        Account credit,
        long amount,
        Instant at) {

    /** Why something moves. */
    public enum Reason {
        /** A campaign is published: its pool is filled. */
        FUND,
        /** A claim won. */
        AWARD,
        /** A coupon was won: the fee of the store that may redeem it is set aside. */
        RESERVE,
        /** A packet that was locked is opened. */
        OPEN,
        /** What was not opened or redeemed in time goes back, or the fee of a coupon that a rule keeps back. */
        RECLAIM,
        /** A store redeemed a coupon. */
        FEE,
        /** A coupon is redeemed. */
        REDEEM,
        /** A coupon is over, or points are. */
        EXPIRE,
        /** Points have waited, and count from now on. */
        RELEASE,
        /** Staff give or take points. */
        ADJUST,
        /** A gift is sent. */
        SHIP,
        /** A payout arrived. */
        PAY,
        /** A campaign ended: the rest of its pool goes back. */
        RETURN,
        /** An award is taken back. */
        CORRECT
    }

    /** Makes a transfer. */
    public Transfer {
        if (amount < 1) {
            throw new IllegalArgumentException("must be >= 1: amount=" + amount);
        }
    }
}
