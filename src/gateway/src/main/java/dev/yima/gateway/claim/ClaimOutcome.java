package dev.yima.gateway.claim;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What came of asking for a claim.
 *
 * @param kind how it ended
 * @param holder who holds the claim now, null when nobody does
 * @param reward what the person who asked has won with the code, null when nothing
 */
public record ClaimOutcome(
        Kind kind, @Nullable UUID holder, @Nullable Reward reward) {
    /** How a request for a claim can end. */
    public enum Kind {
        /** The claim is this person's, durably. */
        CLAIMED,
        /** It already was. */
        HELD_BY_SAME_PERSON,
        /** Another person was first. */
        HELD_BY_OTHER_PERSON,
        /** The campaign has no position left, or has ended; the code stays unclaimed. */
        CLOSED
    }

    static final ClaimOutcome CLOSED = new ClaimOutcome(Kind.CLOSED, null, null);
}
