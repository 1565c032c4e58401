package dev.yima.engine.condition;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The campaign is for people who carry at least one of these tags, which the brand gives its members.
 *
 * @param names 1 to {@link #MAX} tags of the form {@link #PATTERN}
 */
public record Tags(SortedSet<String> names) implements Condition.UnderLock {
    /** The registration. */
    public static final ConditionType<Tags> TYPE = new ConditionType<>(
            Tags.class,
            "tags",
            "tags",
            "must not become fewer",
            text -> new Tags(List.of(text.split(" ", -1))),
            (one, other) -> one.names.containsAll(other.names));

    /** The most tags. */
    public static final int MAX = 20;

    /** The regular expression of a tag. */
    public static final String PATTERN = "[\\p{L}\\p{N}_-]{1,30}";

    /**
     * Makes the condition.
     *
     * @param names copied
     * @throws IllegalArgumentException when there are none or too many, or one has another form
     */
    public Tags {
        names = new TreeSet<>(names);
        if (names.isEmpty() || names.size() > MAX || !names.stream().allMatch(name -> name.matches(PATTERN))) {
            throw new IllegalArgumentException("must be at most " + MAX + " of letters, digits, _ and -: tags");
        }
    }

    /** Makes the condition from tags in any order. */
    public Tags(Collection<String> names) {
        this(new TreeSet<>(names));
    }

    @Override
    public ConditionType<Tags> type() {
        return TYPE;
    }

    @Override
    public String text() {
        return String.join(" ", names);
    }

    @Override
    public Set<Fact> facts() {
        return Set.of(Fact.TAGS);
    }

    @Override
    public boolean allows(ClaimFacts facts) {
        return !Collections.disjoint(names, facts.claimant().tags());
    }

    @Override
    public Refusal refusal() {
        return Refusal.NOT_CHOSEN;
    }
}
