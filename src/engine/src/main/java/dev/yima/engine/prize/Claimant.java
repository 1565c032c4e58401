package dev.yima.engine.prize;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * The person who claims, with as much of their history as the rules need.
 *
 * @param at the moment of the claim
 * @param claimsToday the person's earlier claims of the campaign on the same day
 * @param claimsThisWeek those in the same week
 * @param claimsThisMonth those in the same month
 * @param claimsInCampaign those in the whole campaign
 * @param claimsEver the person's earlier claims of any campaign of the brand
 * @param pieces the pieces of each line that the person holds, by the line
 * @param lockedPackets the person's packets that are locked and can still be opened
 * @param tags the brand's tags of the person
 */
public record Claimant(
        Instant at,
        int claimsToday,
        int claimsThisWeek,
        int claimsThisMonth,
        int claimsInCampaign,
        int claimsEver,
        Map<Integer, Integer> pieces,
        int lockedPackets,
        Set<String> tags) {
    /** Makes a claimant with some claims who holds no pieces and no packets. */
    public Claimant(Instant at, int claimsToday, int claimsInCampaign, int claimsEver) {
        this(at, claimsToday, claimsToday, claimsToday, claimsInCampaign, claimsEver, Map.of(), 0, Set.of());
    }

    /** A claimant without history, where the rules need none. */
    public static Claimant anybody(Instant at) {
        return new Claimant(at, 0, 0, 0);
    }

    /** Whether the person holds a piece of a line. */
    public boolean holds(int line) {
        return pieces.getOrDefault(line, 0) > 0;
    }
}
