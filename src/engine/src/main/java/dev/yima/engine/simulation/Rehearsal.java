package dev.yima.engine.simulation;

import dev.yima.engine.condition.Limit;
import dev.yima.engine.draw.Draw;
import dev.yima.engine.rules.CampaignRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Plays a campaign that has not begun, with the same rules and the same draw as a real one and other seeds, to estimate
 * its cost.
 *
 * @param rules the campaign's rules; its period is not asked, the days of the play are
 * @param claimsByDay the number of claims of each day, 1 to {@link #DAYS_MAX} days and {@link #CLAIMS_MAX} claims in
 *     all; those beyond the pool or a limit win nothing
 * @param returningShare the share of honest claims made by people who have claimed before, 0 to below 1
 * @param hunters bonus hunters among the others
 */
public record Rehearsal(CampaignRules rules, List<Integer> claimsByDay, double returningShare, BonusHunters hunters) {
    /** The most claims of one play. */
    public static final int CLAIMS_MAX = 1_000_000;

    /** The most days of one play. */
    public static final int DAYS_MAX = 366;

    /** The most claims that one rehearsal decides, over all its plays, unless one play has more: some seconds. */
    private static final int DECISIONS_MAX = 1_000_000;

    private static final int PLAYS_MAX = 50;

    /**
     * Bonus hunters.
     *
     * @param share the share of claims that they make, 0 to 1
     * @param people their number, 1 to {@link #CLAIMS_MAX}
     */
    public record BonusHunters(double share, int people) {
        /** None. */
        public static final BonusHunters NONE = new BonusHunters(0, 1);

        /**
         * Makes bonus hunters.
         *
         * @throws IllegalArgumentException when share or number is out of range
         */
        public BonusHunters {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("must be 0 to 1: hunters' share=" + share);
            }
            if (people < 1 || people > CLAIMS_MAX) {
                throw new IllegalArgumentException("must be 1 to " + CLAIMS_MAX + ": hunters' people=" + people);
            }
        }
    }

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
     * The findings of a rehearsal. Money is in minor units.
     *
     * @param plays the number of plays
     * @param cashMinor cash given away in a play
     * @param points points given away in a play
     * @param gangCashMinor the part of the cash that went to bonus hunters
     * @param refused claims that a condition or a limit refused
     * @param days the days that the claims take
     * @param poolEmptyAfterDays the day on which the pool runs out, the median of the plays; empty when it outlasts
     *     the claims in most
     * @param members the number of people
     * @param cashPerMemberMinor the mean cash divided by them, rounded half up
     * @param limits the effect of each limit on the bonus hunters; empty without hunters or limits
     * @param byDay each day
     */
    public record Outcome(
            int plays,
            Spread cashMinor,
            Spread points,
            Spread gangCashMinor,
            Spread refused,
            int days,
            Optional<Integer> poolEmptyAfterDays,
            int members,
            long cashPerMemberMinor,
            List<LimitEffect> limits,
            List<Day> byDay) {}

    /**
     * The cash that a limit keeps from the bonus hunters.
     *
     * @param limit the limit
     * @param gangCashMinor the hunters' cash with it, the mean
     * @param gangCashWithoutMinor the hunters' cash without it, all other limits as they are, the mean
     */
    public record LimitEffect(Limit.LimitName limit, long gangCashMinor, long gangCashWithoutMinor) {}

    /**
     * A day of the rehearsal.
     *
     * @param day its number, from 1
     * @param claims the number of its claims
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
        private static Spread over(List<SimulationRun> plays, ToLongFunction<SimulationRun> figure) {
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
    public Outcome play(RandomGenerator random) {
        int claims = claimsByDay.stream().mapToInt(Integer::intValue).sum();
        List<Limit> limits = hunters.share() > 0 ? limits() : List.of();
        int decisions = claims * (1 + limits.size());
        List<Seed> seeds = seeds(random, Math.max(1, Math.min(PLAYS_MAX, DECISIONS_MAX / decisions)));
        List<SimulationRun> plays = plays(rules, seeds);
        Spread cash = Spread.over(plays, play -> sum(play.cash()));
        Spread hunterCash = Spread.over(plays, SimulationRun::huntersCash);
        int members =
                Math.max(1, (int) Spread.over(plays, SimulationRun::people).mean());
        return new Outcome(
                plays.size(),
                cash,
                Spread.over(plays, play -> sum(play.points())),
                hunterCash,
                Spread.over(plays, SimulationRun::refused),
                claimsByDay.size(),
                emptyAfter(plays),
                members,
                Math.round((double) cash.mean() / members),
                limits.stream()
                        .map(limit -> new LimitEffect(limit.name(), hunterCash.mean(), hunterCashWithout(limit, seeds)))
                        .toList(),
                IntStream.range(0, claimsByDay.size())
                        .mapToObj(day -> new Day(
                                day + 1,
                                claimsByDay.get(day),
                                Spread.over(plays, play -> play.cash()[day]),
                                Spread.over(plays, play -> play.points()[day])))
                        .toList());
    }

    /** The dice are thrown before the plays part, so that the same dice give the same outcome on any machine. */
    private static List<Seed> seeds(RandomGenerator random, int count) {
        List<Seed> seeds = new ArrayList<>();
        for (int play = 0; play < count; play++) {
            byte[] draw = new byte[Draw.SEED_BYTES];
            random.nextBytes(draw);
            seeds.add(new Seed(draw, random.nextLong()));
        }
        return seeds;
    }

    private List<SimulationRun> plays(CampaignRules played, List<Seed> seeds) {
        return seeds.parallelStream()
                .map(seed ->
                        new SimulationRun(this, played, new Draw(played.pool(), seed.draw), seed.people).toTheEnd())
                .toList();
    }

    private List<Limit> limits() {
        return rules.conditions().all().stream()
                .filter(Limit.class::isInstance)
                .map(Limit.class::cast)
                .toList();
    }

    private long hunterCashWithout(Limit limit, List<Seed> seeds) {
        CampaignRules freer = rules.with(rules.conditions().without(limit.getClass()));
        return Spread.over(plays(freer, seeds), SimulationRun::huntersCash).mean();
    }

    private static Optional<Integer> emptyAfter(List<SimulationRun> plays) {
        int[] days = plays.stream().mapToInt(SimulationRun::emptyAfter).sorted().toArray();
        int median = days[(days.length - 1) / 2];
        return median == SimulationRun.NEVER ? Optional.empty() : Optional.of(median);
    }

    private static long sum(long[] byDay) {
        return Arrays.stream(byDay).sum();
    }

    /** The randomness of a play. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Seed(byte[] draw, long people) {}
}
