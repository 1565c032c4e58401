package dev.yima.engine.prize;

import java.util.Optional;

/**
 * The odds of a prize line.
 *
 * @param perMillion of a million claims, how many win the line on average; 1 to {@link #MILLION}
 * @param fallback the line that is won instead when no prize of this one is left; a later one. Empty for nothing.
 */
public record Odds(int perMillion, Optional<Integer> fallback) {
    /** The odds of what is certain. */
    public static final int MILLION = 1_000_000;

    /**
     * Makes odds.
     *
     * @throws IllegalArgumentException when they are out of range
     */
    public Odds {
        if (perMillion < 1 || perMillion > MILLION) {
            throw new IllegalArgumentException("must be 1 to " + MILLION + ": perMillion=" + perMillion);
        }
    }
}
