package dev.yima.engine.rules;

import dev.yima.engine.condition.ClaimLimits;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Whether there is cash left in an hour or a day. A claim is let pass only if the largest prize still fits: whoever is
 * refused learns how much was given, never what the next position wins.
 */
final class CashPacing {
    private CashPacing() {}

    static boolean allows(CampaignRules rules, CampaignProgress progress, Instant at) {
        ClaimLimits limits = rules.conditions().limits();
        Instant hour = CampaignProgress.start(at, rules.conditions(), ChronoUnit.HOURS);
        Instant day = CampaignProgress.start(at, rules.conditions(), ChronoUnit.DAYS);
        long cashMax = rules.pool().cashMax();
        return progress.hour().within(hour) + cashMax <= limits.cashPerHour().orElse(Long.MAX_VALUE)
                && progress.day().within(day) + cashMax <= limits.cashPerDay().orElse(Long.MAX_VALUE);
    }
}
