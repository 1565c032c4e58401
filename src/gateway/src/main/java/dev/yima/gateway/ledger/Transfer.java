package dev.yima.gateway.ledger;

import java.time.Instant;
import java.util.UUID;

/**
 * An amount that moves from one account to another. Reference, reason and unit are its idempotency key: the same
 * transfer cannot be written twice.
 *
 * @param brand the brand whose books it is in
 * @param reference the id of its cause: the campaign of a FUND or RETURN, the adjustment of an ADJUST, else the claim
 *     that won
 * @param reason the reason
 * @param unit {@code POINT}, or an ISO 4217 code
 * @param debit the account that is debited
 * @param credit the account that is credited
 * @param amount the amount, in the unit's minor unit; at least 1
 * @param at the time
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

    /** Reasons of transfers. */
    public enum Reason {
        /** A campaign is published: its pool is filled. */
        FUND,
        /** A claim won a prize. */
        AWARD,
        /** A coupon was won: the fee of the store that may redeem it is set aside. */
        RESERVE,
        /** A packet that was locked is opened. */
        OPEN,
        /** A reward that was not opened, redeemed or received in time returns, or a fee that a rule withholds. */
        RECLAIM,
        /** A store redeemed a coupon. */
        FEE,
        /** A coupon is redeemed. */
        REDEEM,
        /** A coupon is over, or points are. */
        EXPIRE,
        /** Pending points count from now on. */
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

    /** Makes a transfer. Fails with an IllegalArgumentException when the amount is not positive. */
    public Transfer {
        if (amount < 1) {
            throw new IllegalArgumentException("must be >= 1: amount=" + amount);
        }
    }
}
