package dev.yima.engine.prize;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The prizes of a campaign. Drawn {@link DrawKind#EXACT}ly, each prize is won exactly as often as its count says among
 * the pool's claims, and places that no prize fills win nothing. Drawn by {@link DrawKind#ODDS}, each claim wins a line
 * with its odds, and no line more often than its count says: the counts are a budget that cannot be exceeded.
 *
 * @param claims the number of claims that the pool spans, 1 to {@link #CLAIMS_MAX}
 * @param prizes the lines that are drawn
 * @param draw the kind of their draw
 * @param bonuses prizes that rules give beside the draw
 * @param slotRewards rewards that each claim gives to others; all lines together are at most {@link #PRIZES_MAX}
 */
public record PrizePool(
        int claims, List<Prize> prizes, DrawKind draw, List<Bonus> bonuses, List<SlotReward> slotRewards) {
    /** The longest pool. */
    public static final int CLAIMS_MAX = 1_000_000_000;

    /**
     * The most that prizes of one kind may cost together: ten trillion, so that no sum of pools overflows a balance.
     */
    public static final long TOTAL_MAX = 10_000_000_000_000L;

    /** The most lines a pool has. */
    public static final int PRIZES_MAX = 100;

    /**
     * Makes a pool.
     *
     * @throws IllegalArgumentException when a limit is exceeded, the lines of an exact pool have more prizes than it
     *     has claims or name odds, the lines of the other do not name odds that make sense together, or a set has no
     *     pieces or pieces no set, or a slot has two usual rewards or one that is not for every claim
     */
    public PrizePool {
        prizes = List.copyOf(prizes);
        bonuses = List.copyOf(bonuses);
        slotRewards = List.copyOf(slotRewards);
        if (claims < 1 || claims > CLAIMS_MAX) {
            throw new IllegalArgumentException("must be 1 to " + CLAIMS_MAX + ": claims=" + claims);
        }
        int lines = prizes.size() + bonuses.size() + slotRewards.size();
        if (lines > PRIZES_MAX) {
            throw new IllegalArgumentException(
                    "must be at most " + PRIZES_MAX + ": prizes, bonuses and slots=" + lines);
        }
        mustBeSet(prizes, bonuses);
        mustBeForAll(claims, slotRewards);
        switch (draw) {
            case EXACT -> mustFit(claims, prizes);
            case ODDS -> mustHaveOdds(prizes);
        }
        for (PrizeKind kind : PrizeKind.values()) {
            if (costMoreThanAllowed(lines(prizes, bonuses, slotRewards), kind)) {
                throw new IllegalArgumentException("must cost at most " + TOTAL_MAX + " together: " + kind);
            }
        }
    }

    /** Makes a pool that is drawn exactly. */
    public PrizePool(int claims, List<Prize> prizes) {
        this(claims, prizes, DrawKind.EXACT);
    }

    /** Makes a pool of which everything is drawn. */
    public PrizePool(int claims, List<Prize> prizes, DrawKind draw) {
        this(claims, prizes, draw, List.of());
    }

    /** Makes a pool whose claims give nothing to others. */
    public PrizePool(int claims, List<Prize> prizes, DrawKind draw, List<Bonus> bonuses) {
        this(claims, prizes, draw, bonuses, List.of());
    }

    /** All lines in the order of their numbers: those that are drawn, those of the bonuses, those of others' slots. */
    public List<Prize> lines() {
        return lines(prizes, bonuses, slotRewards);
    }

    private static List<Prize> lines(List<Prize> prizes, List<Bonus> bonuses, List<SlotReward> slotRewards) {
        return Stream.of(
                        prizes.stream(),
                        bonuses.stream().map(Bonus::prize),
                        slotRewards.stream().map(SlotReward::prize))
                .flatMap(Function.identity())
                .toList();
    }

    /** Whether it matters how many prizes of each line were won before. */
    public boolean countsWins() {
        return draw == DrawKind.ODDS || !bonuses.isEmpty() || hasLadders();
    }

    /** Whether others' rewards depend on how many they had before. */
    public boolean hasLadders() {
        return slotRewards.stream().anyMatch(SlotReward::isLadder);
    }

    /** Whether the rewards of a slot do. */
    public boolean hasLadder(ClaimSlot slot) {
        return slotRewards.stream().anyMatch(reward -> reward.isLadder() && reward.slot() == slot);
    }

    private static void mustBeForAll(int claims, List<SlotReward> slotRewards) {
        Set<ClaimSlot> usual = EnumSet.noneOf(ClaimSlot.class);
        for (SlotReward reward : slotRewards) {
            if (!reward.isLadder() && !usual.add(reward.slot())) {
                throw new IllegalArgumentException("must be one for each slot: " + reward.slot());
            }
            if (!reward.isLadder() && reward.prize().count() != claims) {
                throw new IllegalArgumentException("must be as many as claims, " + claims + ": " + reward.slot());
            }
        }
    }

    /** Whether some of its prizes stay closed until the person claims again. */
    public boolean locks() {
        return lines().stream().anyMatch(prize -> prize.details().locks());
    }

    /** Whether any points stop to count, so that a calendar matters. */
    public boolean pointsExpire() {
        return lines().stream().anyMatch(prize -> prize.details().points().expire());
    }

    /** The fees of the stores if all coupons are redeemed, in minor units; at most {@link #TOTAL_MAX}. */
    public long storeFees() {
        return storeFees(lines());
    }

    private static long storeFees(List<Prize> lines) {
        return lines.stream()
                .mapToLong(prize -> prize.details().storeFee() * prize.count())
                .reduce(0, (sum, fees) -> Math.min(sum + fees, TOTAL_MAX + 1));
    }

    /** Whether the prizes of a kind, with cash the fees of the stores, cost more than {@link #TOTAL_MAX} together. */
    public static boolean costMoreThanAllowed(List<Prize> prizes, PrizeKind kind) {
        long left = TOTAL_MAX;
        for (Prize prize : prizes) {
            left -= prize.kind() == kind ? Math.min(prize.total(), TOTAL_MAX + 1) : 0;
            left -= kind == PrizeKind.CASH ? storeFees(List.of(prize)) : 0;
            if (left < 0) {
                return true;
            }
        }
        return false;
    }

    /** The cost of all prizes of a kind together, in the unit of the kind; at most {@link #TOTAL_MAX}. */
    public long total(PrizeKind kind) {
        return lines().stream()
                .filter(prize -> prize.kind() == kind)
                .mapToLong(Prize::total)
                .sum();
    }

    /** The largest cash prize of a consumer, in minor units; 0 when there is none. */
    public long cashMax() {
        return lines(prizes, bonuses, List.of()).stream()
                .filter(prize -> prize.kind() == PrizeKind.CASH)
                .mapToLong(Prize::amountMax)
                .max()
                .orElse(0);
    }

    /**
     * The line that a place belongs to: the first line holds the first {@code count} places, and so on.
     *
     * @param place 0 to claims - 1
     * @return the prize that lies there, empty when none does
     */
    public Optional<Drawn> prizeAt(int place) {
        long begin = 0;
        for (int line = 0; line < prizes.size(); line++) {
            long end = begin + prizes.get(line).count();
            if (place < end) {
                return Optional.of(new Drawn(line, (int) (place - begin)));
            }
            begin = end;
        }
        return Optional.empty();
    }

    /**
     * A prize of a line.
     *
     * @param line the index of the line
     * @param nth the number among the line's prizes, from 0
     */
    public record Drawn(int line, int nth) {}

    private static void mustBeSet(List<Prize> prizes, List<Bonus> bonuses) {
        long sets = bonuses.stream().filter(Bonus::completesSet).count();
        long pieces =
                prizes.stream().filter(prize -> prize.kind() == PrizeKind.PIECE).count();
        if (sets > 1 || sets == 1 != pieces > 0 || pieces == 1) {
            throw new IllegalArgumentException("must be two or more where there is a set, and none elsewhere: pieces="
                    + pieces + ", sets=" + sets);
        }
    }

    private static void mustFit(int claims, List<Prize> prizes) {
        long count = prizes.stream().mapToLong(Prize::count).sum();
        if (count > claims) {
            throw new IllegalArgumentException("must not exceed claims=" + claims + ": prizes in all=" + count);
        }
        if (prizes.stream().anyMatch(prize -> prize.odds().isPresent())) {
            throw new IllegalArgumentException("must have no odds where the draw is exact");
        }
    }

    private static void mustHaveOdds(List<Prize> prizes) {
        long sum = 0;
        for (int line = 0; line < prizes.size(); line++) {
            Odds odds = prizes.get(line)
                    .odds()
                    .orElseThrow(() -> new IllegalArgumentException("must have odds where they are drawn by"));
            int fallback = odds.fallback().orElse(line + 1);
            boolean named = odds.fallback().isPresent();
            if (named && (fallback <= line || fallback >= prizes.size())) {
                throw new IllegalArgumentException("must be a later line: fallback=" + fallback);
            }
            sum += odds.perMillion();
        }
        if (sum > Odds.MILLION) {
            throw new IllegalArgumentException("must be at most " + Odds.MILLION + " together: perMillion=" + sum);
        }
    }
}
