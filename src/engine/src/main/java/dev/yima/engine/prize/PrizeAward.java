package dev.yima.engine.prize;

/**
 * A prize that a claim wins.
 *
 * @param line the index of the prize line; those of bonuses follow those that are drawn
 * @param prize the line
 * @param amount the amount, in its unit
 */
public record PrizeAward(int line, Prize prize, long amount) {}
