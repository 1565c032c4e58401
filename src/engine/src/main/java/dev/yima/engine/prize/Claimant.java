package dev.yima.engine.prize;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Who claims, as far as the rules ask.
 *
 * @param at when
 * @param today how many claims of the campaign the person made on the same day
 * @param inWeek how many in the same week
 * @param inMonth how many in the same month
 * @param inCampaign how many in the whole campaign
 * @param ever how many of any campaign of the brand
 * @param pieces how many pieces of each line the person holds
 * @param locked how many of the person's packets are locked, and can still be opened
 * @param tags what the brand calls the person
 */
public record Claimant(
        Instant at,
        int today,
        int inWeek,
        int inMonth,
        int inCampaign,
        int ever,
        Map<Integer, Integer> pieces,
        int locked,
        Set<String> tags) {
    /** Makes somebody who claimed some times, and holds nothing. */
    public Claimant(Instant at, int today, int inCampaign, int ever) {
        this(at, today, today, today, inCampaign, ever, Map.of(), 0, Set.of());
    }

    /** Somebody of whom nothing is known, and nothing is asked. */
    public static Claimant anybody(Instant at) {
        return new Claimant(at, 0, 0, 0);
    }

    /** Whether the person holds a piece of a line. */
    public boolean holds(int line) {
        return pieces.getOrDefault(line, 0) > 0;
    }
}
