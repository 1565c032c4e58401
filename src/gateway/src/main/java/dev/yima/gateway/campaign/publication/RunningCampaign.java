package dev.yima.gateway.campaign.publication;

import dev.yima.engine.condition.Condition.ClaimAttempt;
import dev.yima.engine.condition.Conditions;
import dev.yima.engine.place.Region;
import dev.yima.engine.rules.Period;
import dev.yima.engine.scan.CampaignAvailability;
import dev.yima.gateway.campaign.draft.CampaignState;
import dev.yima.gateway.campaign.draft.PageTheme;
import dev.yima.gateway.claim.CampaignDraw;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A published campaign, as the scan path keeps it in memory.
 *
 * @param terms its rules and its draw
 * @param state its place in the life of a campaign
 * @param exhausted whether its last position was taken
 * @param look the theme of its page
 */
public record RunningCampaign(CampaignDraw terms, CampaignState state, boolean exhausted, PageTheme look) {

    /** The same campaign as test lots have it. */
    public RunningCampaign ofTests() {
        return new RunningCampaign(terms.ofTests(), state, exhausted, look);
    }

    /**
     * The standing of the campaign for a person.
     *
     * @param from the region of the request, read only if a condition asks; empty when it is unknown
     */
    public CampaignAvailability standing(Instant now, Supplier<Optional<Region>> from) {
        Period period = terms.rules().period();
        if (state == CampaignState.ENDED || period.isOver(now)) {
            return CampaignAvailability.ENDED;
        }
        if (period.isAhead(now)) {
            return CampaignAvailability.NOT_STARTED;
        }
        if (exhausted) {
            return CampaignAvailability.EXHAUSTED;
        }
        Conditions conditions = terms.rules().conditions();
        return conditions
                .refusal(new ClaimAttempt(now, conditions.zone(), from))
                .orElse(CampaignAvailability.RUNNING);
    }
}
