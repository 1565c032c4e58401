package dev.yima.engine;

import java.util.List;
import java.util.Optional;

/**
 * A pool with an exact number of prizes: among its {@code claims} claims, each prize is won exactly as often as its
 * count says, without replacement. Places that no prize fills win nothing.
 *
 * @param claims how many claims the pool spans, 1 to {@link #CLAIMS_MAX}
 * @param prizes its lines, at most {@link #PRIZES_MAX}; the sum of their counts is at most {@code claims}
 */
public record PrizePool(int claims, List<Prize> prizes) {
    /** The longest pool. */
    public static final int CLAIMS_MAX = 1_000_000_000;

    /** What the prizes of one kind may cost together: ten trillion, so that no sum of pools overflows a balance. */
    public static final long TOTAL_MAX = 10_000_000_000_000L;

    /** The most lines a pool has. */
    public static final int PRIZES_MAX = 100;

    /**
     * Makes a pool.
     *
     * @throws IllegalArgumentException when a limit is exceeded, or there are more prizes than claims
     */
    public PrizePool {
        prizes = List.copyOf(prizes);
        if (claims < 1 || claims > CLAIMS_MAX) {
            throw new IllegalArgumentException("must be 1 to " + CLAIMS_MAX + ": claims=" + claims);
        }
        if (prizes.size() > PRIZES_MAX) {
            throw new IllegalArgumentException("must be at most " + PRIZES_MAX + ": prizes=" + prizes.size());
        }
        long count = prizes.stream().mapToLong(Prize::count).sum();
        if (count > claims) {
            throw new IllegalArgumentException("must not exceed claims=" + claims + ": prizes in all=" + count);
        }
        for (PrizeKind kind : PrizeKind.values()) {
            if (costMoreThanAllowed(prizes, kind)) {
                throw new IllegalArgumentException("must cost at most " + TOTAL_MAX + " together: " + kind);
            }
        }
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
}
