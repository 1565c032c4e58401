package dev.yima.engine;

import java.util.Optional;

/**
 * One line of a prize pool.
 *
 * @param kind money or points
 * @param amount minor units for {@link PrizeKind#CASH}, points for {@link PrizeKind#POINTS}; 1 to {@link #AMOUNT_MAX}
 * @param count how many of them there are, 1 to {@link PrizePool#CLAIMS_MAX}
 * @param odds how likely it is; present where the pool is drawn by {@link DrawKind#ODDS}
 */
public record Prize(PrizeKind kind, long amount, int count, Optional<Odds> odds) {
    /** The largest single prize: a billion minor units, far above any law's limit and far below overflow. */
    public static final long AMOUNT_MAX = 1_000_000_000L;

    /**
     * Makes a prize line.
     *
     * @throws IllegalArgumentException when amount or count is out of range
     */
    public Prize {
        if (amount < 1 || amount > AMOUNT_MAX) {
            throw new IllegalArgumentException("must be 1 to " + AMOUNT_MAX + ": amount=" + amount);
        }
        if (count < 1 || count > PrizePool.CLAIMS_MAX) {
            throw new IllegalArgumentException("must be 1 to " + PrizePool.CLAIMS_MAX + ": count=" + count);
        }
    }

    /** Makes a line of an exact pool. */
    public Prize(PrizeKind kind, long amount, int count) {
        this(kind, amount, count, Optional.empty());
    }

    /** What all prizes of this line cost together, in the unit of its kind; at most 10<sup>18</sup>. */
    public long total() {
        return amount * count;
    }
}
