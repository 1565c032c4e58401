package dev.yima.engine;

import java.time.Instant;

/**
 * Who claims, as far as the rules ask.
 *
 * @param at when
 * @param today how many claims of the campaign the person made on the same day
 * @param inCampaign how many in the whole campaign
 * @param ever how many of any campaign of the brand
 */
public record Claimant(Instant at, int today, int inCampaign, int ever) {
    /** Somebody of whom nothing is known, and nothing is asked. */
    public static Claimant anybody(Instant at) {
        return new Claimant(at, 0, 0, 0);
    }

    /** The same person after one more claim of the campaign. */
    public Claimant claimedAgain() {
        return new Claimant(at, today + 1, inCampaign + 1, ever + 1);
    }
}
