package dev.yima.gateway.campaign;

import dev.yima.engine.CampaignStanding;
import dev.yima.engine.Period;
import dev.yima.gateway.claim.Terms;
import java.time.Instant;

/**
 * A published campaign, as the scan path remembers it.
 *
 * @param terms what its claims draw from
 * @param period when it takes claims
 * @param state where it stands in its life
 * @param exhausted whether its last position was taken
 * @param look what its page looks like
 */
public record RunningCampaign(Terms terms, Period period, CampaignState state, boolean exhausted, Look look) {

    /** Where the campaign stands at a moment. */
    public CampaignStanding standing(Instant now) {
        if (state == CampaignState.ENDED || period.isOver(now)) {
            return CampaignStanding.ENDED;
        }
        if (period.isAhead(now)) {
            return CampaignStanding.NOT_STARTED;
        }
        if (exhausted) {
            return CampaignStanding.EXHAUSTED;
        }
        return terms.rules().conditions().areOpenAt(now) ? CampaignStanding.RUNNING : CampaignStanding.RESTING;
    }
}
