package dev.yima.engine;

import java.util.List;
import java.util.Optional;

/**
 * What a campaign can give. Drawn {@link DrawKind#EXACT}ly, each prize is won exactly as often as its count says among
 * the pool's claims, and places that no prize fills win nothing. Drawn by {@link DrawKind#ODDS}, each claim wins a line
 * with its odds, and no line more often than its count says: the counts are a budget that cannot be exceeded.
 *
 * @param claims how many claims the pool spans, 1 to {@link #CLAIMS_MAX}
 * @param prizes its lines, at most {@link #PRIZES_MAX}
 * @param draw how they are drawn
 */
public record PrizePool(int claims, List<Prize> prizes, DrawKind draw) {
    /** The longest pool. */
    public static final int CLAIMS_MAX = 1_000_000_000;

    /** What the prizes of one kind may cost together: ten trillion, so that no sum of pools overflows a balance. */
    public static final long TOTAL_MAX = 10_000_000_000_000L;

    /** The most lines a pool has. */
    public static final int PRIZES_MAX = 100;

    /**
     * Makes a pool.
     *
     * @throws IllegalArgumentException when a limit is exceeded, the lines of an exact pool have more prizes than it
     *     has claims or name odds, or the lines of the other do not name odds that make sense together
     */
    public PrizePool {
        prizes = List.copyOf(prizes);
        if (claims < 1 || claims > CLAIMS_MAX) {
            throw new IllegalArgumentException("must be 1 to " + CLAIMS_MAX + ": claims=" + claims);
        }
        if (prizes.size() > PRIZES_MAX) {
            throw new IllegalArgumentException("must be at most " + PRIZES_MAX + ": prizes=" + prizes.size());
        }
        switch (draw) {
            case EXACT -> mustFit(claims, prizes);
            case ODDS -> mustHaveOdds(prizes);
        }
        for (PrizeKind kind : PrizeKind.values()) {
            if (costMoreThanAllowed(prizes, kind)) {
                throw new IllegalArgumentException("must cost at most " + TOTAL_MAX + " together: " + kind);
            }
        }
    }

    /** Makes a pool that is drawn exactly. */
    public PrizePool(int claims, List<Prize> prizes) {
        this(claims, prizes, DrawKind.EXACT);
    }

    /** Whether the prizes of a kind cost more than {@link #TOTAL_MAX} together. */
    public static boolean costMoreThanAllowed(List<Prize> prizes, PrizeKind kind) {
        long left = TOTAL_MAX;
        for (Prize prize : prizes) {
            left -= prize.kind() == kind ? Math.min(prize.total(), TOTAL_MAX + 1) : 0;
            if (left < 0) {
                return true;
            }
        }
        return false;
    }

    /** What all prizes of a kind cost together, in the unit of the kind; at most {@link #TOTAL_MAX}. */
    public long total(PrizeKind kind) {
        return prizes.stream()
                .filter(prize -> prize.kind() == kind)
                .mapToLong(Prize::total)
                .sum();
    }

    /** The largest cash prize, in minor units; 0 when there is none. */
    public long cashMax() {
        return prizes.stream()
                .filter(prize -> prize.kind() == PrizeKind.CASH)
                .mapToLong(Prize::amount)
                .max()
                .orElse(0);
    }

    /**
     * The line that a place belongs to: the first line holds the first {@code count} places, and so on.
     *
     * @param place 0 to claims - 1
     * @return the index of the line, empty when no prize lies there
     */
    Optional<Integer> lineAt(int place) {
        long end = 0;
        for (int line = 0; line < prizes.size(); line++) {
            end += prizes.get(line).count();
            if (place < end) {
                return Optional.of(line);
            }
        }
        return Optional.empty();
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
