package dev.yima.gateway.claim;

import dev.yima.engine.draw.Draw;
import dev.yima.engine.prize.Claimant;
import dev.yima.engine.rules.CampaignProgress;
import dev.yima.engine.rules.CampaignRules;
import dev.yima.engine.rules.ClaimDecision;
import java.util.UUID;

/**
 * What a claim draws from.
 *
 * @param rules the campaign's rules
 * @param draw its secret draw
 */
public record CampaignDraw(CampaignRules rules, Draw draw) {
    /** The campaign. */
    public UUID campaign() {
        return rules.campaign();
    }

    /** What becomes of a claim, when it is this person's turn. */
    public ClaimDecision turn(CampaignProgress progress, Claimant claimant) {
        return rules.decide(draw, progress, claimant);
    }
}
