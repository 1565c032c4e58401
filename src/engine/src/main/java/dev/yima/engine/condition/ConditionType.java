package dev.yima.engine.condition;

import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * The registration of a condition.
 *
 * @param condition the class of the condition
 * @param word the first word of its line in the text of the rules
 * @param field its field in the JSON of a campaign, with dots where it is nested
 * @param narrowing the rule that a change breaks which lets fewer claims through than before
 * @param read makes the condition from {@link Condition#text()}; fails with an exception of the kinds that
 *     {@code CampaignRules.read} turns into an IllegalArgumentException
 * @param covers whether the first lets everything through that the second does
 * @param <C> the condition
 */
public record ConditionType<C extends Condition>(
        Class<C> condition,
        String word,
        String field,
        String narrowing,
        Function<String, C> read,
        BiPredicate<C, C> covers) {
    /** Whether conditions let everything through, of this type, that others do. A condition that is absent lets all. */
    public boolean isAtLeastAsWide(Conditions conditions, Conditions others) {
        Optional<C> mine = conditions.get(condition);
        Optional<C> theirs = others.get(condition);
        return mine.isEmpty() || theirs.isPresent() && covers.test(mine.get(), theirs.get());
    }
}
