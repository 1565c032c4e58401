package dev.yima.engine.prize;

/** Kinds of prizes. */
public enum PrizeKind {
    /** Money, in minor units of the brand's currency. */
    CASH,
    /** Points of the brand. */
    POINTS,
    /** A coupon with a code of its own, until it is redeemed or expires. */
    COUPON,
    /** A thing that is sent to the winner. */
    GIFT,
    /** A piece of a set; who has all the pieces wins the set's prize. */
    PIECE,
    /** Friendly words. */
    THANKS;

    private static final String POINT = "POINT";

    /**
     * The unit that a prize of this kind is counted in.
     *
     * @param currency the unit of cash, an ISO 4217 code
     */
    public String unit(String currency) {
        return switch (this) {
            case CASH -> currency;
            case POINTS -> POINT;
            case COUPON, GIFT, PIECE, THANKS -> name();
        };
    }

    /** Whether it has a value, so that the ledger knows it. */
    public boolean isBooked() {
        return this != PIECE && this != THANKS;
    }

    /** Whether a prize is an amount; the others are counted in pieces. */
    public boolean isAmount() {
        return this == CASH || this == POINTS;
    }
}
