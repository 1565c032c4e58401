package dev.yima.engine.condition;

import java.util.Set;

/**
 * The most claims of one person on a day.
 *
 * @param claims 1 to {@link #CLAIMS_MAX}
 */
public record PersonDayLimit(int claims) implements Limit {
    /** The registration. */
    public static final ConditionType<PersonDayLimit> TYPE = new ConditionType<>(
            PersonDayLimit.class,
            "person-day",
            "limits.perPersonDay",
            NOT_LOWER,
            text -> new PersonDayLimit(Integer.parseInt(text)),
            (one, other) -> one.claims >= other.claims);

    /**
     * Makes the limit.
     *
     * @throws IllegalArgumentException when it is out of range
     */
    public PersonDayLimit {
        Limit.mustBeWithin("perPersonDay", claims, CLAIMS_MAX);
    }

    @Override
    public ConditionType<PersonDayLimit> type() {
        return TYPE;
    }

    @Override
    public LimitName name() {
        return LimitName.PER_PERSON_DAY;
    }

    @Override
    public long most() {
        return claims;
    }

    @Override
    public Set<Fact> facts() {
        return Set.of(Fact.HISTORY, Fact.TIME);
    }

    @Override
    public boolean allows(ClaimFacts facts) {
        return facts.claimant().claimsToday() < claims;
    }

    @Override
    public Refusal refusal() {
        return Refusal.DAY_LIMIT;
    }
}
