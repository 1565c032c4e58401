package dev.yima.engine.condition;

import dev.yima.engine.condition.Condition.BeforeCommit;
import dev.yima.engine.condition.Condition.ClaimAttempt;
import dev.yima.engine.condition.Condition.ClaimFacts;
import dev.yima.engine.condition.Condition.Fact;
import dev.yima.engine.condition.Condition.UnderLock;
import dev.yima.engine.scan.CampaignAvailability;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The conditions of a campaign beside its period, at most one of each type.
 *
 * @param zone the zone whose clock and calendar tell hours and days
 * @param all the conditions, in the order of {@link ConditionTypes#ALL}
 */
public record Conditions(ZoneId zone, List<Condition> all) {
    /** The zone of rules that name none, in which nothing depends on the time. */
    public static final ZoneId ZONE_DEFAULT = ZoneId.of("Asia/Shanghai");

    /** Everybody, at all hours, without limits. */
    public static final Conditions NONE = new Conditions(ZONE_DEFAULT, List.of());

    /**
     * Makes conditions.
     *
     * @param all copied and put in order
     * @throws IllegalArgumentException when two are of one type
     */
    public Conditions {
        all = all.stream()
                .sorted(Comparator.comparingInt(ConditionTypes::place))
                .toList();
        if (all.stream().map(Condition::type).distinct().count() < all.size()) {
            throw new IllegalArgumentException("must be at most one of each type: conditions=" + all);
        }
    }

    /** Makes conditions. */
    public static Conditions of(ZoneId zone, Condition... all) {
        return new Conditions(zone, List.of(all));
    }

    /** The condition of a class; empty where the campaign has none. */
    public <C extends Condition> Optional<C> get(Class<C> condition) {
        for (Condition one : all) {
            if (condition.isInstance(one)) {
                return Optional.of(condition.cast(one));
            }
        }
        return Optional.empty();
    }

    /** The same with one more condition, in place of one of the same type. */
    public Conditions with(Condition condition) {
        List<Condition> more = new ArrayList<>(without(condition.type().condition()).all);
        more.add(condition);
        return new Conditions(zone, more);
    }

    /** The same without the condition of a class. */
    public Conditions without(Class<? extends Condition> condition) {
        return new Conditions(
                zone, all.stream().filter(one -> !condition.isInstance(one)).toList());
    }

    /** The same in another zone. */
    public Conditions in(ZoneId other) {
        return new Conditions(other, all);
    }

    /** Whether a condition needs a fact. */
    public boolean need(Fact fact) {
        return need(fact::equals);
    }

    /** Whether a condition needs a fact about the claimant. */
    public boolean needClaimant() {
        return need(Fact::isOfClaimant);
    }

    private boolean need(Predicate<Fact> wanted) {
        for (Condition one : all) {
            for (Fact fact : one.facts()) {
                if (wanted.test(fact)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a condition is judged under the lock of the pool. */
    public boolean needLock() {
        for (Condition one : all) {
            if (one instanceof UnderLock) {
                return true;
            }
        }
        return false;
    }

    /** The campaign's standing for an attempt that a condition refuses before the commit; empty when none does. */
    public Optional<CampaignAvailability> refusal(ClaimAttempt attempt) {
        for (Condition one : all) {
            if (one instanceof BeforeCommit condition && !condition.allows(attempt)) {
                return Optional.of(condition.refusal());
            }
        }
        return Optional.empty();
    }

    /** The refusal of a claim under the lock of its pool, the first in the order of {@link Refusal}; empty for none. */
    public Optional<Refusal> refusal(ClaimFacts facts) {
        Refusal first = null;
        for (Condition one : all) {
            if (one instanceof UnderLock condition
                    && (first == null || condition.refusal().compareTo(first) < 0)
                    && !condition.allows(facts)) {
                first = condition.refusal();
            }
        }
        return Optional.ofNullable(first);
    }

    /** The most cash of one claim that all of them can let through, in minor units. */
    public long cashMax() {
        return all.stream().mapToLong(Condition::cashMax).min().orElse(Long.MAX_VALUE);
    }
}
