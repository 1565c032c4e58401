package dev.yima.engine;

/** What can be won. */
public enum PrizeKind {
    /** Money, in minor units of the brand's currency. */
    CASH,
    /** Points of the brand. */
    POINTS;

    private static final String POINT = "POINT";

    /**
     * The unit that a prize of this kind is counted in.
     *
     * @param currency the unit of cash, an ISO 4217 code
     */
    public String unit(String currency) {
        return this == CASH ? currency : POINT;
    }
}
