package dev.yima.engine.scan;

import dev.yima.codec.CodeKind;

/**
 * Everything that decides what a scan of a genuine code means.
 *
 * @param lot the state of the code's lot
 * @param kind the kind of the code
 * @param campaign the standing of the lot's campaign
 * @param intent the intent of the person
 * @param claimedBy the holder of the consumer's claim on the code
 * @param seenByOther whether another person's scan came before
 */
public record ScanFacts(
        LotState lot,
        CodeKind kind,
        CampaignAvailability campaign,
        Intent intent,
        ClaimedBy claimedBy,
        boolean seenByOther) {

    /** Intents of a scan. */
    public enum Intent {
        /** To know whether the product is genuine. */
        LOOK,
        /** To open the packet. */
        CLAIM
    }

    /** Holders of the claim on a code, from the scanner's point of view. */
    public enum ClaimedBy {
        /** Nobody, as far as is known before the commit. */
        NOBODY,
        /** The person who is scanning. */
        SAME_PERSON,
        /** Another person. */
        OTHER_PERSON
    }
}
