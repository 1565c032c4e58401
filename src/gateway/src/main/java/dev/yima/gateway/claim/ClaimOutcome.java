package dev.yima.gateway.claim;

import dev.yima.engine.rules.ClaimDecision;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What came of asking for a claim.
 *
 * @param kind how it ended
 * @param holder who holds the claim now, null when nobody does
 * @param reward what the person who asked has won with the code, null when nothing
 * @param opened an earlier reward that this claim opened, null when it opened none
 * @param refusal why the rules gave nothing, null unless they refused
 */
public record ClaimOutcome(
        Kind kind,
        @Nullable UUID holder,
        @Nullable Reward reward,
        @Nullable Reward opened,
        ClaimDecision.@Nullable Kind refusal) {
    /** How a request for a claim can end. */
    public enum Kind {
        /** The claim is this person's, durably. */
        CLAIMED,
        /** It already was. */
        HELD_BY_SAME_PERSON,
        /** Another person was first. */
        HELD_BY_OTHER_PERSON,
        /** The campaign's rules give this person nothing now; the code stays unclaimed. */
        REFUSED
    }

    /** A claim that was made just now. */
    public static ClaimOutcome claimed(Award award) {
        UUID holder = award.request().scan().member();
        Reward opened = award.opens().map(Reward::opened).orElse(null);
        return new ClaimOutcome(Kind.CLAIMED, holder, Reward.of(award), opened, null);
    }

    /** A claim that is held. */
    static ClaimOutcome held(Kind kind, UUID holder, @Nullable Reward reward) {
        return new ClaimOutcome(kind, holder, reward, null, null);
    }

    /** A claim that the rules refuse. */
    public static ClaimOutcome refused(ClaimDecision.Kind refusal) {
        return new ClaimOutcome(Kind.REFUSED, null, null, null, refusal);
    }
}
