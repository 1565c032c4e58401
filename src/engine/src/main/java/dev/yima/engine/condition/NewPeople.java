package dev.yima.engine.condition;

import java.util.Set;

/** The campaign is for people who have never made a claim with the brand before. */
public record NewPeople() implements Condition.UnderLock {
    /** The registration. */
    public static final ConditionType<NewPeople> TYPE = new ConditionType<>(
            NewPeople.class, "people", "people", "must not become fewer", NewPeople::read, (one, other) -> true);

    private static final String TEXT = "NEW";

    private static NewPeople read(String text) {
        if (!TEXT.equals(text)) {
            throw new IllegalArgumentException("must be " + TEXT + ": people=" + text);
        }
        return new NewPeople();
    }

    @Override
    public ConditionType<NewPeople> type() {
        return TYPE;
    }

    @Override
    public String text() {
        return TEXT;
    }

    @Override
    public Set<Fact> facts() {
        return Set.of(Fact.HISTORY);
    }

    @Override
    public boolean allows(ClaimFacts facts) {
        return facts.claimant().claimsEver() == 0;
    }

    @Override
    public Refusal refusal() {
        return Refusal.NOT_NEW;
    }
}
