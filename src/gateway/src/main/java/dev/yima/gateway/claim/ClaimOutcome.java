package dev.yima.gateway.claim;

import dev.yima.engine.rules.ClaimDecision;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a request for a claim.
 *
 * @param kind the kind of outcome
 * @param holder the member who holds the claim now, null when nobody does
 * @param reward the reward that the claimant has for the code, null for none
 * @param opened an earlier reward that this claim opened, null when it opened none
 * @param refusal the reason of the rules' refusal, null unless they refused
 */
public record ClaimOutcome(
        Kind kind,
        @Nullable UUID holder,
        @Nullable Reward reward,
        @Nullable Reward opened,
        ClaimDecision.@Nullable Kind refusal) {
    /** Kinds of outcome. */
    public enum Kind {
        /** The claim was made by this request, durably. */
        CLAIMED,
        /** The same person had claimed it before. */
        HELD_BY_SAME_PERSON,
        /** Another person had claimed it before. */
        HELD_BY_OTHER_PERSON,
        /** The campaign's rules give this person nothing now; the code stays unclaimed. */
        REFUSED
    }

    /** The outcome of a request that made a claim. */
    public static ClaimOutcome claimed(Award award) {
        UUID holder = award.request().scan().member();
        Reward opened = award.opens().map(Reward::opened).orElse(null);
        return new ClaimOutcome(Kind.CLAIMED, holder, Reward.of(award), opened, null);
    }

    /** The outcome of a request for a claim that was made before. */
    static ClaimOutcome held(Kind kind, UUID holder, @Nullable Reward reward) {
        return new ClaimOutcome(kind, holder, reward, null, null);
    }

    /** The outcome of a request that the rules refuse. */
    public static ClaimOutcome refused(ClaimDecision.Kind refusal) {
        return new ClaimOutcome(Kind.REFUSED, null, null, null, refusal);
    }
}
