package dev.yima.engine;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Whether there is cash left in an hour or a day. A claim is let pass only if the largest prize still fits: whoever is
 * refused learns how much was given, never what the next position wins.
 */
final class Pace {
    private Pace() {}

    static boolean allows(CampaignRules rules, Progress progress, Instant at) {
        Limits limits = rules.conditions().limits();
        Instant hour = Progress.start(at, rules.conditions(), ChronoUnit.HOURS);
        Instant day = Progress.start(at, rules.conditions(), ChronoUnit.DAYS);
        long cashMax = rules.pool().cashMax();
        return progress.hour().within(hour) + cashMax <= limits.cashPerHour().orElse(Long.MAX_VALUE)
                && progress.day().within(day) + cashMax <= limits.cashPerDay().orElse(Long.MAX_VALUE);
    }
}
