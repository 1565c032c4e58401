package dev.yima.gateway.campaign.publication;

import dev.yima.engine.condition.Conditions;
import dev.yima.engine.condition.Region;
import dev.yima.engine.rules.Period;
import dev.yima.engine.scan.CampaignStanding;
import dev.yima.gateway.campaign.draft.CampaignState;
import dev.yima.gateway.campaign.draft.PageTheme;
import dev.yima.gateway.claim.CampaignDraw;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A published campaign, as the scan path remembers it.
 *
 * @param terms what its claims draw from
 * @param period when it takes claims
 * @param state where it stands in its life
 * @param exhausted whether its last position was taken
 * @param look what its page looks like
 */
public record RunningCampaign(
        CampaignDraw terms, Period period, CampaignState state, boolean exhausted, PageTheme look) {

    /**
     * Where the campaign stands for a person.
     *
     * @param from where the person is, asked only if it matters; empty when that cannot be told
     */
    public CampaignStanding standing(Instant now, Supplier<Optional<Region>> from) {
        if (state == CampaignState.ENDED || period.isOver(now)) {
            return CampaignStanding.ENDED;
        }
        if (period.isAhead(now)) {
            return CampaignStanding.NOT_STARTED;
        }
        if (exhausted) {
            return CampaignStanding.EXHAUSTED;
        }
        Conditions conditions = terms.rules().conditions();
        if (!conditions.areOpenAt(now)) {
            return CampaignStanding.RESTING;
        }
        return conditions.regions().isEmpty() || conditions.areOpenTo(from.get())
                ? CampaignStanding.RUNNING
                : CampaignStanding.ELSEWHERE;
    }
}
