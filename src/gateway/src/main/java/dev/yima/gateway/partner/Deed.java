package dev.yima.gateway.partner;

/** What a role lets people do in a partner's name. */
public enum Deed {
    /** Confirm that goods have arrived. */
    RECEIVE,
    /** Send goods on to a store. */
    SHIP,
    /** Open a case, so that its bottles pay the store; and stand for a code as a guide. */
    OPEN,
    /** Redeem coupons. */
    REDEEM,
    /** Invite others to the same partner. */
    INVITE
}
