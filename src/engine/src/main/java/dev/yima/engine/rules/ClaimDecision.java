package dev.yima.engine.rules;

import dev.yima.engine.condition.Refusal;
import dev.yima.engine.prize.PrizeAward;
import java.util.Optional;

/**
 * The decision on a claim.
 *
 * @param kind whether it is made
 * @param win the prize that it wins; empty for none
 * @param drawn the line that was drawn, where a bonus is given in its place; otherwise empty
 * @param opens whether it opens the oldest of the person's locked packets
 * @param after the progress of the campaign then; as before where the claim is not made
 */
public record ClaimDecision(
        Kind kind, Optional<PrizeAward> win, Optional<Integer> drawn, boolean opens, CampaignProgress after) {
    /** The ends of a claim under the lock of its pool. */
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
        PACED;

        static Kind of(Refusal refusal) {
            return switch (refusal) {
                case NOT_NEW -> NOT_NEW;
                case NOT_CHOSEN -> NOT_CHOSEN;
                case PERSON_LIMIT -> PERSON_LIMIT;
                case DAY_LIMIT -> DAY_LIMIT;
                case PACED -> PACED;
            };
        }
    }

    /** A claim that is not made. */
    public static ClaimDecision refused(Kind kind, CampaignProgress progress) {
        return new ClaimDecision(kind, Optional.empty(), Optional.empty(), false, progress);
    }
}
