package dev.yima.engine.rules;

import dev.yima.engine.prize.PrizeAward;
import java.util.Optional;

/**
 * What becomes of a claim.
 *
 * @param kind whether it is made
 * @param win what it wins; empty for nothing
 * @param drawn the line that was drawn, where a bonus is given in its place; otherwise empty
 * @param opens whether it opens the oldest of the person's locked packets
 * @param after how far the campaign has come then; as before where the claim is not made
 */
public record ClaimDecision(
        Kind kind, Optional<PrizeAward> win, Optional<Integer> drawn, boolean opens, CampaignProgress after) {
    /** How a claim can end, when it is this person's turn. */
    public enum Kind {
        /** The claim takes a position, with or without a prize. */
        TAKEN,
        /** No position is left. */
        CLOSED,
        /** The campaign is for people who are new to the brand, and this one is not. */
        NOT_NEW,
        /** The campaign is for people whom the brand has chosen, and this one is none of them. */
        NOT_CHOSEN,
        /** The person has had all that a person can have in a day. */
        DAY_LIMIT,
        /** The person has had all that a person can have. */
        PERSON_LIMIT,
        /** The campaign has given all that it gives in this hour or day. */
        PACED
    }

    /** A claim that is not made. */
    public static ClaimDecision refused(Kind kind, CampaignProgress progress) {
        return new ClaimDecision(kind, Optional.empty(), Optional.empty(), false, progress);
    }
}
