package dev.yima.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Plays a campaign that has not begun, with the same draw as a real one and other seeds, to say what it may cost.
 *
 * @param pool the campaign's pool
 * @param claimsByDay how many claims come on each day, 1 to {@link #DAYS_MAX} days and {@link #CLAIMS_MAX} claims in
 *     all; those beyond the pool win nothing
 * @param returningShare the share of claims made by people who have claimed before, 0 to below 1
 * @param gangShare the share of claims made by bonus hunters, 0 to 1
 */
public record Rehearsal(PrizePool pool, List<Integer> claimsByDay, double returningShare, double gangShare) {
    /** The most claims of one play. */
    public static final int CLAIMS_MAX = 1_000_000;

    /** The most days of one play. */
    public static final int DAYS_MAX = 366;

    /** The most draws that one rehearsal makes, over all its plays: some seconds of one core. */
    private static final int DRAWS_MAX = 1_000_000;

    private static final int PLAYS_MAX = 50;

    /**
     * Makes a rehearsal.
     *
     * @throws IllegalArgumentException when a parameter is out of range
     */
    public Rehearsal {
        claimsByDay = List.copyOf(claimsByDay);
        long claims = claimsByDay.stream().mapToLong(Integer::longValue).sum();
        if (claims < 1 || claims > CLAIMS_MAX || claimsByDay.stream().anyMatch(day -> day < 0)) {
            throw new IllegalArgumentException("must be 1 to " + CLAIMS_MAX + " in all: claims=" + claims);
        }
        if (claimsByDay.size() > DAYS_MAX) {
            throw new IllegalArgumentException("must be at most " + DAYS_MAX + ": days=" + claimsByDay.size());
        }
        if (!(returningShare >= 0 && returningShare < 1)) {
            throw new IllegalArgumentException("must be 0 to below 1: returningShare=" + returningShare);
        }
        if (!(gangShare >= 0 && gangShare <= 1)) {
            throw new IllegalArgumentException("must be 0 to 1: gangShare=" + gangShare);
        }
    }

    /**
     * Claims that come day by day in equal numbers, the last day's being the rest.
     *
     * @throws IllegalArgumentException when that takes more than {@link #DAYS_MAX} days
     */
    public static List<Integer> evenly(int claims, int claimsPerDay) {
        long days = ((long) claims + claimsPerDay - 1) / claimsPerDay;
        if (days > DAYS_MAX) {
            throw new IllegalArgumentException("must be at most " + DAYS_MAX + ": days=" + days);
        }
        return IntStream.range(0, (int) days)
                .map(day -> Math.min(claimsPerDay, claims - day * claimsPerDay))
                .boxed()
                .toList();
    }

    /**
     * Claims that come in the proportions of a curve.
     *
     * @param curve a weight for each day, none negative, not all 0
     */
    public static List<Integer> along(int claims, List<Double> curve) {
        double all = curve.stream().mapToDouble(Double::doubleValue).sum();
        List<Integer> days = new ArrayList<>();
        double weight = 0;
        long before = 0;
        for (double day : curve) {
            weight += day;
            long until = Math.round(claims * weight / all);
            days.add((int) (until - before));
            before = until;
        }
        return days;
    }

    /**
     * What a rehearsal found. Money is in minor units.
     *
     * @param plays how many times the campaign was played
     * @param cashMinor cash given away in a play
     * @param points points given away in a play
     * @param gangCashMinor the part of the cash that went to bonus hunters
     * @param days how many days the claims take
     * @param poolEmptyAfterDays the day on which the pool runs out, empty when it outlasts the claims
     * @param members how many people claimed
     * @param cashPerMemberMinor the mean cash divided by them, rounded half up
     * @param byDay what each day gives away
     */
    public record Outcome(
            int plays,
            Spread cashMinor,
            Spread points,
            Spread gangCashMinor,
            int days,
            Optional<Integer> poolEmptyAfterDays,
            int members,
            long cashPerMemberMinor,
            List<Day> byDay) {}

    /**
     * What a day gives away.
     *
     * @param day its number, from 1
     * @param claims how many claims come
     * @param cashMinor cash given away
     * @param points points given away
     */
    public record Day(int day, int claims, Spread cashMinor, Spread points) {}

    /**
     * The spread of a figure over the plays.
     *
     * @param p5 five in a hundred plays stay at or below it
     * @param p50 the median
     * @param p95 five in a hundred plays exceed it
     * @param mean the arithmetic mean, rounded half up
     */
    public record Spread(long p5, long p50, long p95, long mean) {
        private static Spread over(List<Play> plays, ToLongFunction<Play> figure) {
            long[] sorted = plays.stream().mapToLong(figure).sorted().toArray();
            long mean = Math.round(Arrays.stream(sorted).average().orElse(0));
            return new Spread(rank(sorted, 5), rank(sorted, 50), rank(sorted, 95), mean);
        }

        /** The nearest-rank percentile. */
        private static long rank(long[] sorted, int percent) {
            int rank = (sorted.length * percent + 99) / 100;
            return sorted[Math.max(rank, 1) - 1];
        }
    }

    /** Plays the campaign many times: at most {@value #PLAYS_MAX}, fewer when there are many claims. */
    public Outcome play(RandomGenerator dice) {
        int claims = claimsByDay.stream().mapToInt(Integer::intValue).sum();
        int drawn = Math.min(claims, pool.claims());
        int count = Math.max(1, Math.min(PLAYS_MAX, DRAWS_MAX / drawn));
        // The dice are thrown before the plays part, so that the same dice give the same outcome on any machine.
        List<byte[]> seeds = new ArrayList<>();
        List<Long> gangs = new ArrayList<>();
        for (int play = 0; play < count; play++) {
            byte[] seed = new byte[Draw.SEED_BYTES];
            dice.nextBytes(seed);
            seeds.add(seed);
            gangs.add(dice.nextLong());
        }
        List<Play> plays = IntStream.range(0, count)
                .parallel()
                .mapToObj(play -> playOnce(new Draw(pool, seeds.get(play)), new SplittableRandom(gangs.get(play))))
                .toList();
        Spread cash = Spread.over(plays, play -> Arrays.stream(play.cash).sum());
        int members = Math.max(1, (int) Math.round(claims * (1 - returningShare)));
        return new Outcome(
                count,
                cash,
                Spread.over(plays, play -> Arrays.stream(play.points).sum()),
                Spread.over(plays, play -> play.gangCash),
                claimsByDay.size(),
                poolEmptyAfter(),
                members,
                Math.round((double) cash.mean() / members),
                IntStream.range(0, claimsByDay.size())
                        .mapToObj(day -> new Day(
                                day + 1,
                                claimsByDay.get(day),
                                Spread.over(plays, play -> play.cash[day]),
                                Spread.over(plays, play -> play.points[day])))
                        .toList());
    }

    private Play playOnce(Draw draw, RandomGenerator dice) {
        long[] cash = new long[claimsByDay.size()];
        long[] points = new long[claimsByDay.size()];
        long gangCash = 0;
        int position = 0;
        for (int day = 0; day < claimsByDay.size(); day++) {
            int end = Math.min(position + claimsByDay.get(day), pool.claims());
            for (; position < end; position++) {
                boolean gang = dice.nextDouble() < gangShare;
                Optional<Prize> won = draw.line(position).map(pool.prizes()::get);
                if (won.isPresent() && won.get().kind() == PrizeKind.CASH) {
                    cash[day] += won.get().amount();
                    gangCash += gang ? won.get().amount() : 0;
                } else if (won.isPresent()) {
                    points[day] += won.get().amount();
                }
            }
        }
        return new Play(cash, points, gangCash);
    }

    private Optional<Integer> poolEmptyAfter() {
        int taken = 0;
        for (int day = 0; day < claimsByDay.size(); day++) {
            taken += claimsByDay.get(day);
            if (taken >= pool.claims()) {
                return Optional.of(day + 1);
            }
        }
        return Optional.empty();
    }

    /** What one play gave away, by day. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Play(long[] cash, long[] points, long gangCash) {}
}
