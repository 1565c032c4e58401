package dev.yima.gateway.supply.movement;

import java.util.Locale;

/** Why a movement is not recorded; in the order in which they are looked for. */
enum RejectionReason {
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
    /** It has not happened yet; clocks may be off by some minutes. */
    IN_THE_FUTURE,
    /** It is older than any goods: the device's clock was never set. */
    TOO_LONG_AGO,
    /** The partner has the goods at that time: somebody told of the same shipment. */
    SENT_ALREADY,
    /** The goods are with another dealer, or with a store of this one, at that time, and were not returned. */
    ELSEWHERE,
    /** The goods were never sent to this partner, or came back since. */
    NOT_THERE,
    /** Something in it is with somebody else by itself at that time, and was not returned. */
    PART_ELSEWHERE,
    /** Something that is recorded and happened later could not have happened then. */
    CONTRADICTS_LATER;

    /** As the answer names it. */
    String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
