package dev.yima.gateway.partner.people;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a role lets people do in a partner's name. */
@Schema(name = "Deed")
public enum Permission {
    /** Open a case, so that its bottles pay the store; and stand for a code as a guide. */
    OPEN,
    /** Redeem coupons. */
    REDEEM,
    /** Invite others to the same partner. */
    INVITE
}
