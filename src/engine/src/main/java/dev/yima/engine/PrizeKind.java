package dev.yima.engine;

/** What can be won. */
public enum PrizeKind {
    /** Money, in minor units of the brand's currency. */
    CASH,
    /** Points of the brand. */
    POINTS
}
