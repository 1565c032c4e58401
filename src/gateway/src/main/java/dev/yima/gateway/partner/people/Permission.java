package dev.yima.gateway.partner.people;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Permission of a role to act in a partner's name. */
@Schema(name = "Deed")
public enum Permission {
    /** Open a case, so that its bottles pay the store; and become the promoter of a code. */
    OPEN,
    /** Redeem coupons. */
    REDEEM,
    /** Invite others to the same partner. */
    INVITE
}
