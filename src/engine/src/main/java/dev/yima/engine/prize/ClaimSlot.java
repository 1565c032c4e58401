package dev.yima.engine.prize;

/** Beneficiaries of a code: it can pay once for each. */
public enum ClaimSlot {
    /** The person who opened the item. */
    CONSUMER,
    /** The store that sold it. */
    STORE,
    /** The guide or waiter who recommended it. */
    GUIDE,
    /** The dealer who supplied the store. */
    DEALER,
    /** A further reward to the consumer for the same code. */
    SHARE
}
