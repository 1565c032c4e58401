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
 */
public record CampaignDraw(CampaignRules rules, Draw draw) {
    /** The campaign's id. */
    public UUID campaign() {
        return rules.campaign();
    }

    /** Decides the next claim of the campaign. */
    public ClaimDecision decide(CampaignProgress progress, Claimant claimant) {
        return rules.decide(draw, progress, claimant);
    }
}
