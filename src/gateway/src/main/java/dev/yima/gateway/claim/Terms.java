package dev.yima.gateway.claim;

import dev.yima.engine.CampaignRules;
import dev.yima.engine.Claimant;
import dev.yima.engine.Draw;
import dev.yima.engine.Progress;
import dev.yima.engine.Turn;
import java.util.UUID;

/**
 * What a claim draws from.
 *
 * @param rules the campaign's rules
 * @param draw its secret draw
 */
public record Terms(CampaignRules rules, Draw draw) {
    /** The campaign. */
    public UUID campaign() {
        return rules.campaign();
    }

    /** What becomes of a claim, when it is this person's turn. */
    Turn turn(Progress progress, Claimant claimant) {
        return rules.turn(draw, progress, claimant);
    }
}
