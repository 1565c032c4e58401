package dev.yima.engine.condition;

import java.util.Set;

/**
 * The most claims of one person in the whole campaign.
 *
 * @param claims 1 to {@link #CLAIMS_MAX}
 */
public record PersonLimit(int claims) implements Limit {
    /** The registration. */
    public static final ConditionType<PersonLimit> TYPE = new ConditionType<>(
            PersonLimit.class,
            "person",
            "limits.perPerson",
            NOT_LOWER,
            text -> new PersonLimit(Integer.parseInt(text)),
            (one, other) -> one.claims >= other.claims);

    /**
     * Makes the limit.
     *
     * @throws IllegalArgumentException when it is out of range
     */
    public PersonLimit {
        Limit.mustBeWithin("perPerson", claims, CLAIMS_MAX);
    }

    @Override
    public ConditionType<PersonLimit> type() {
        return TYPE;
    }

    @Override
    public LimitName name() {
        return LimitName.PER_PERSON;
    }

    @Override
    public long most() {
        return claims;
    }

    @Override
    public Set<Fact> facts() {
        return Set.of(Fact.HISTORY);
    }

    @Override
    public boolean allows(ClaimFacts facts) {
        return facts.claimant().claimsInCampaign() < claims;
    }

    @Override
    public Refusal refusal() {
        return Refusal.PERSON_LIMIT;
    }
}
