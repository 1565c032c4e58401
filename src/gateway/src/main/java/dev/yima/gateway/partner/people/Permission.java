package dev.yima.gateway.partner.people;

/** What a role lets people do in a partner's name. */
public enum Permission {
    /** Open a case, so that its bottles pay the store; and stand for a code as a guide. */
    OPEN,
    /** Redeem coupons. */
    REDEEM,
    /** Invite others to the same partner. */
    INVITE
}
