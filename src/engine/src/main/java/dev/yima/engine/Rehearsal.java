package dev.yima.engine;

import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Plays a campaign that has not begun, with the same draw as a real one and other seeds, to say what it may cost.
 *
 * @param pool the campaign's pool
 * @param claims how many claims to play, 1 to {@link #DRAWS_MAX}; those beyond the pool win nothing
 * @param claimsPerDay how many of them come in a day, at least 1
 * @param gangShare the share of claims made by bonus hunters, 0 to 1
 */
public record Rehearsal(PrizePool pool, int claims, int claimsPerDay, double gangShare) {
    /** The most draws that one rehearsal makes, over all its plays: some seconds of one core. */
    public static final int DRAWS_MAX = 1_000_000;

    /** The most plays of one rehearsal. */
    public static final int PLAYS_MAX = 50;

    /**
     * Makes a rehearsal.
     *
     * @throws IllegalArgumentException when a parameter is out of range
     */
    public Rehearsal {
        if (claims < 1 || claims > DRAWS_MAX) {
            throw new IllegalArgumentException("must be 1 to " + DRAWS_MAX + ": claims=" + claims);
        }
        if (claimsPerDay < 1) {
            throw new IllegalArgumentException("must be >= 1: claimsPerDay=" + claimsPerDay);
        }
        if (!(gangShare >= 0 && gangShare <= 1)) {
            throw new IllegalArgumentException("must be 0 to 1: gangShare=" + gangShare);
        }
    }

    /**
     * What a rehearsal found. Money is in minor units.
     *
     * @param plays how many times the campaign was played
     * @param cashMinor cash given away in a play
     * @param points points given away in a play
     * @param gangCashMinor the part of the cash that went to bonus hunters
     * @param days how many days the claims take, rounded up
     * @param poolEmptyAfterDays the day on which the pool runs out, empty when it outlasts the claims
     */
    public record Outcome(
            int plays,
            Spread cashMinor,
            Spread points,
            Spread gangCashMinor,
            int days,
            Optional<Integer> poolEmptyAfterDays) {}

    /**
     * The spread of a figure over the plays.
     *
     * @param p5 five in a hundred plays stay at or below it
     * @param p50 the median
     * @param p95 five in a hundred plays exceed it
     * @param mean the arithmetic mean, rounded half up
     */
    public record Spread(long p5, long p50, long p95, long mean) {
        static Spread of(long[] values) {
            long[] sorted = values.clone();
            Arrays.sort(sorted);
            long mean = Math.round(Arrays.stream(sorted).average().orElse(0));
            return new Spread(rank(sorted, 5), rank(sorted, 50), rank(sorted, 95), mean);
        }

        /** The nearest-rank percentile. */
        private static long rank(long[] sorted, int percent) {
            int rank = (sorted.length * percent + 99) / 100;
            return sorted[Math.max(rank, 1) - 1];
        }
    }

    /** Plays the campaign as often as {@link #PLAYS_MAX} and {@link #DRAWS_MAX} allow. */
    public Outcome play(RandomGenerator dice) {
        int drawn = Math.min(claims, pool.claims());
        int plays = Math.max(1, Math.min(PLAYS_MAX, DRAWS_MAX / drawn));
        long[] cash = new long[plays];
        long[] points = new long[plays];
        long[] gangCash = new long[plays];
        byte[] seed = new byte[Draw.SEED_BYTES];
        for (int play = 0; play < plays; play++) {
            dice.nextBytes(seed);
            Draw draw = new Draw(pool, seed);
            for (int position = 0; position < drawn; position++) {
                boolean gang = dice.nextDouble() < gangShare;
                Optional<Prize> won = draw.line(position).map(pool.prizes()::get);
                if (won.isPresent() && won.get().kind() == PrizeKind.CASH) {
                    cash[play] += won.get().amount();
                    gangCash[play] += gang ? won.get().amount() : 0;
                } else if (won.isPresent()) {
                    points[play] += won.get().amount();
                }
            }
        }
        Optional<Integer> emptyAfter = claims < pool.claims() ? Optional.empty() : Optional.of(daysOf(pool.claims()));
        return new Outcome(plays, Spread.of(cash), Spread.of(points), Spread.of(gangCash), daysOf(claims), emptyAfter);
    }

    private int daysOf(int count) {
        return (int) (((long) count + claimsPerDay - 1) / claimsPerDay);
    }
}
