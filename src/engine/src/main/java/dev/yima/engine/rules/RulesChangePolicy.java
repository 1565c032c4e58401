package dev.yima.engine.rules;

import dev.yima.engine.condition.ClaimLimits;
import dev.yima.engine.condition.Conditions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Whether new rules keep what the old ones promised. A promotion that runs may change only to the advantage of those
 * who take part (规范促销行为暂行规定, Art. 13): later ends, longer hours, higher limits, more people. What is drawn
 * stays as it is, since the draw was committed to.
 */
public final class RulesChangePolicy {
    private RulesChangePolicy() {}

    /**
     * What is wrong with a change.
     *
     * @param field the field at fault
     * @param rule the rule that it breaks
     */
    public record Breach(String field, String rule) {}

    /**
     * Compares two versions of one campaign's rules.
     *
     * @param now when the change is made: whether the campaign has begun
     * @return what is worse than before, or may not change; empty when nothing
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
        if (!old.conditions().zone().equals(changed.conditions().zone()) && (old.tellTime() || changed.tellTime())) {
            breaches.add(new Breach("zone", "must stay as it is"));
        }
        conditions(breaches, old.conditions(), changed.conditions());
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

    private static void conditions(List<Breach> breaches, Conditions old, Conditions changed) {
        if (changed.hours().isPresent()
                && old.hours()
                        .map(hours -> !changed.hours().get().containAllOf(hours))
                        .orElse(true)) {
            breaches.add(new Breach("hours", "must not be shorter than they were"));
        }
        if (old.people() != changed.people() && changed.people() != Conditions.People.ALL) {
            breaches.add(new Breach("people", "must not become fewer"));
        }
        mustNotBecomeFewer(breaches, "tags", old.tags(), changed.tags());
        mustNotBecomeFewer(breaches, "regions", old.regions(), changed.regions());
        ClaimLimits was = old.limits();
        ClaimLimits is = changed.limits();
        mustNotShrink(breaches, "limits.perPersonDay", was.perPersonDay(), is.perPersonDay());
        mustNotShrink(breaches, "limits.perPerson", was.perPerson(), is.perPerson());
        mustNotShrink(breaches, "limits.cashPerHourMinor", was.cashPerHour(), is.cashPerHour());
        mustNotShrink(breaches, "limits.cashPerDayMinor", was.cashPerDay(), is.cashPerDay());
    }

    /** None are all. */
    private static <T> void mustNotBecomeFewer(List<Breach> breaches, String field, Set<T> was, Set<T> is) {
        if (!is.isEmpty() && (was.isEmpty() || !is.containsAll(was))) {
            breaches.add(new Breach(field, "must not become fewer"));
        }
    }

    private static <N extends Comparable<N>> void mustNotShrink(
            List<Breach> breaches, String field, Optional<N> was, Optional<N> is) {
        BiPredicate<N, N> smaller = (one, other) -> one.compareTo(other) < 0;
        if (is.isPresent() && was.map(before -> smaller.test(is.get(), before)).orElse(true)) {
            breaches.add(new Breach(field, "must not be lower than it was"));
        }
    }
}
