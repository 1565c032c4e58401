package dev.yima.gateway.claim.commit;

import dev.yima.engine.condition.Conditions;
import dev.yima.engine.rules.CampaignProgress;
import dev.yima.gateway.claim.ClaimRequest;
import java.time.Instant;

/**
 * The day, week and month of a request, by the calendar of its campaign. Requests of one batch may have different ones:
 * a batch may hold scans from both sides of midnight.
 *
 * @param day the beginning of the day
 * @param week the beginning of the week
 * @param month the beginning of the month
 */
record ClaimPeriods(Instant day, Instant week, Instant month) {
    static ClaimPeriods of(ClaimRequest request) {
        Instant at = request.scan().at();
        Conditions conditions = request.draw().rules().conditions();
        return new ClaimPeriods(
                CampaignProgress.day(at, conditions),
                CampaignProgress.week(at, conditions),
                CampaignProgress.month(at, conditions));
    }
}
