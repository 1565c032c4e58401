package dev.yima.gateway.campaign;

import dev.yima.engine.CampaignStanding;
import dev.yima.gateway.claim.Terms;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A published campaign, as the scan path remembers it.
 *
 * @param terms what its claims draw from
 * @param startsAt when claims begin, null for at once
 * @param endsAt when claims end, null for an open end
 * @param state where it stands in its life
 * @param exhausted whether its last position was taken
 */
public record RunningCampaign(
        Terms terms, @Nullable Instant startsAt, @Nullable Instant endsAt, CampaignState state, boolean exhausted) {

    /** Where the campaign stands at a moment. */
    public CampaignStanding standing(Instant now) {
        if (state == CampaignState.ENDED || (endsAt != null && !now.isBefore(endsAt))) {
            return CampaignStanding.ENDED;
        }
        if (startsAt != null && now.isBefore(startsAt)) {
            return CampaignStanding.NOT_STARTED;
        }
        return exhausted ? CampaignStanding.EXHAUSTED : CampaignStanding.RUNNING;
    }
}
