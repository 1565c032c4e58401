package dev.yima.gateway.claim;

import dev.yima.engine.draw.Draw;
import dev.yima.engine.prize.Claimant;
import dev.yima.engine.rules.CampaignProgress;
import dev.yima.engine.rules.CampaignRules;
import dev.yima.engine.rules.ClaimDecision;
import java.util.UUID;

/**
 * A campaign as claims draw from it.
 *
 * @param rules the campaign's rules
 * @param draw its secret draw
 * @param test whether its lots are test lots, so that no real provider pays what it gives
 */
public record CampaignDraw(CampaignRules rules, Draw draw, boolean test) {
    /** A campaign of lots that are on goods. */
    public CampaignDraw(CampaignRules rules, Draw draw) {
        this(rules, draw, false);
    }

    /** The same campaign as test lots have it. */
    public CampaignDraw ofTests() {
        return new CampaignDraw(rules, draw, true);
    }

    /** The campaign's id. */
    public UUID campaign() {
        return rules.campaign();
    }

    /** Decides the next claim of the campaign. */
    public ClaimDecision decide(CampaignProgress progress, Claimant claimant) {
        return rules.decide(draw, progress, claimant);
    }
}
