package dev.yima.engine.prize;

import java.util.Optional;

/**
 * A prize that is not drawn: a rule gives it, in place of a draw that gave nothing of value.
 *
 * @param nth the claim of a person that it is for; empty for the claim that completes a set of pieces
 * @param prize the prize, as long as there are any
 */
public record Bonus(Optional<Nth> nth, Prize prize) {
    /** A stretch of time that claims are counted in, by the campaign's calendar; weeks begin on Monday. */
    public enum Window {
        /** A day. */
        DAY,
        /** A week. */
        WEEK,
        /** A month. */
        MONTH,
        /** The whole campaign. */
        EVER
    }

    /**
     * The number of a claim among those of a person.
     *
     * @param n its number, 1 to {@link #MAX}
     * @param per the window in which claims are counted
     */
    public record Nth(int n, Window per) {
        /** The highest number. */
        public static final int MAX = 1_000_000;

        /**
         * Makes a number.
         *
         * @throws IllegalArgumentException when it is out of range
         */
        public Nth {
            if (n < 1 || n > MAX) {
                throw new IllegalArgumentException("must be 1 to " + MAX + ": nth=" + n);
            }
        }

        /** Whether the claimant's next claim has this number. */
        public boolean is(Claimant claimant) {
            int before = switch (per) {
                case DAY -> claimant.claimsToday();
                case WEEK -> claimant.claimsThisWeek();
                case MONTH -> claimant.claimsThisMonth();
                case EVER -> claimant.claimsInCampaign();
            };
            return before + 1 == n;
        }
    }

    /**
     * Makes a bonus.
     *
     * @throws IllegalArgumentException when its prize has odds or is a piece
     */
    public Bonus {
        if (prize.odds().isPresent() || prize.kind() == PrizeKind.PIECE) {
            throw new IllegalArgumentException("must be no piece and have no odds where a rule gives it");
        }
    }

    /** Whether the calendar matters. */
    public boolean tellsTime() {
        return nth.filter(which -> which.per() != Window.EVER).isPresent();
    }

    /** Whether it is the prize of a set. */
    public boolean completesSet() {
        return nth.isEmpty();
    }
}
