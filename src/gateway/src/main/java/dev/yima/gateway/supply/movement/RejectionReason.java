package dev.yima.gateway.supply.movement;

import java.util.Locale;

/** Rules that reject a movement, in the order in which they are checked. */
enum RejectionReason {
    /** A field is missing, or breaks its rule. */
    MALFORMED,
    /** The device gave this number to another movement. */
    SEQUENCE_REUSED,
    /** The text is no code of this brand. */
    NOT_A_CODE,
    /** Such a code is never moved by itself: only boxes, cases and pallets are. */
    WRONG_KIND,
    /** The code was withdrawn. */
    VOID_CODE,
    /** The brand has no such partner. */
    NO_SUCH_PARTNER,
    /** Its moment is more than {@link MovementIntake#AHEAD_MAX} ahead of the service's clock. */
    IN_THE_FUTURE,
    /** It is older than any goods: the device's clock is not set. */
    TOO_LONG_AGO,
    /** The partner has the goods at that time: the same shipment was reported before. */
    SENT_ALREADY,
    /** The goods are with another dealer, or with a store of this one, at that time, and were not returned. */
    ELSEWHERE,
    /** The goods were never sent to this partner, or came back since. */
    NOT_THERE,
    /** Something in it was shipped individually to another partner, and was not returned by that time. */
    PART_ELSEWHERE,
    /** A later movement that is recorded would be impossible after it. */
    CONTRADICTS_LATER;

    /** The name of the rule in answers. */
    String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
