package dev.yima.engine.prize;

import java.util.Optional;

/**
 * One line of a prize pool.
 *
 * @param kind its kind
 * @param amount minor units for {@link PrizeKind#CASH}, points for {@link PrizeKind#POINTS}, 1 to {@link #AMOUNT_MAX};
 *     1 for the others
 * @param amountMax the same where all prizes of the line are alike; otherwise they are drawn evenly from {@code amount}
 *     to this
 * @param count the number of them, 1 to {@link PrizePool#CLAIMS_MAX}
 * @param odds its odds; present where the pool is drawn by {@link DrawKind#ODDS}
 * @param details its details
 */
public record Prize(PrizeKind kind, long amount, long amountMax, int count, Optional<Odds> odds, PrizeDetails details) {
    /** The largest single prize: a billion minor units, far above any law's limit and far below overflow. */
    public static final long AMOUNT_MAX = 1_000_000_000L;

    /**
     * Makes a prize line.
     *
     * @throws IllegalArgumentException when something is out of range, or does not suit the kind
     */
    public Prize {
        if (amount < 1 || amount > AMOUNT_MAX) {
            throw new IllegalArgumentException("must be 1 to " + AMOUNT_MAX + ": amount=" + amount);
        }
        if (amountMax < amount || amountMax > AMOUNT_MAX) {
            throw new IllegalArgumentException("must be " + amount + " to " + AMOUNT_MAX + ": amountMax=" + amountMax);
        }
        if (!kind.isAmount() && amountMax != 1) {
            throw new IllegalArgumentException("must be 1 for " + kind + ": amount=" + amountMax);
        }
        if (count < 1 || count > PrizePool.CLAIMS_MAX) {
            throw new IllegalArgumentException("must be 1 to " + PrizePool.CLAIMS_MAX + ": count=" + count);
        }
        details.mustSuit(kind);
    }

    /** Makes a line of equal prizes. */
    public Prize(PrizeKind kind, long amount, int count, Optional<Odds> odds) {
        this(kind, amount, amount, count, odds, PrizeDetails.NONE);
    }

    /** Makes a line of an exact pool. */
    public Prize(PrizeKind kind, long amount, int count) {
        this(kind, amount, count, Optional.empty());
    }

    /** Whether its prizes differ. */
    public boolean isRange() {
        return amountMax > amount;
    }

    /**
     * The cost of all prizes of this line together, in the unit of its kind; at most 10<sup>18</sup>. Of a range the
     * prizes come in pairs that cost {@code amount + amountMax}, and one without a pair costs the half of it, rounded
     * down.
     */
    public long total() {
        return count / 2 * (amount + amountMax) + count % 2 * ((amount + amountMax) / 2);
    }
}
