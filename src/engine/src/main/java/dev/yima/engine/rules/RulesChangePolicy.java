package dev.yima.engine.rules;

import dev.yima.engine.condition.ConditionType;
import dev.yima.engine.condition.ConditionTypes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The policy for changes of a running campaign's rules: only to the advantage of those who take part
 * (规范促销行为暂行规定, Art. 13): later ends, longer hours, higher limits, more people. The prizes and the draw stay as
 * they are, since the draw was committed to.
 */
public final class RulesChangePolicy {
    private RulesChangePolicy() {}

    /**
     * A fault of a change.
     *
     * @param field the field at fault
     * @param rule the rule that it breaks
     */
    public record Breach(String field, String rule) {}

    /**
     * Compares two versions of one campaign's rules.
     *
     * @param now the moment of the change, which tells whether the campaign has begun
     * @return the fields that are worse than before, or may not change; empty for none
     */
    public static List<Breach> breaches(CampaignRules old, CampaignRules changed, Instant now) {
        List<Breach> breaches = new ArrayList<>();
        if (!old.pool().equals(changed.pool()) || !old.currency().equals(changed.currency())) {
            breaches.add(new Breach("prizes", "must stay as they are once they are committed to"));
        }
        if (!old.multipliers().equals(changed.multipliers())) {
            breaches.add(new Breach("multipliers", "must stay as they are once they are committed to"));
        }
        period(breaches, old.period(), changed.period(), now);
        if (!old.conditions().zone().equals(changed.conditions().zone())
                && (old.dependOnTime() || changed.dependOnTime())) {
            breaches.add(new Breach("zone", "must stay as it is"));
        }
        for (ConditionType<?> type : ConditionTypes.ALL) {
            if (!type.isAtLeastAsWide(changed.conditions(), old.conditions())) {
                breaches.add(new Breach(type.field(), type.narrowing()));
            }
        }
        return breaches;
    }

    private static void period(List<Breach> breaches, Period old, Period changed, Instant now) {
        boolean begun = !old.isAhead(now);
        Optional<Instant> start = changed.startsAt();
        boolean later =
                start.isPresent() && old.startsAt().map(start.get()::isAfter).orElse(true);
        if (begun ? !start.equals(old.startsAt()) : later) {
            breaches.add(new Breach("startsAt", "must not be later than it was, nor change once claims have begun"));
        }
        Optional<Instant> end = changed.endsAt();
        if (end.isPresent() && old.endsAt().map(end.get()::isBefore).orElse(true)) {
            breaches.add(new Breach("endsAt", "must not be earlier than it was"));
        }
    }
}
