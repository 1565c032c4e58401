package dev.yima.gateway.partner;

/** State of a partner. */
public enum PartnerState {
    /** It takes part. */
    ACTIVE,
    /** It earns nothing for now. */
    SUSPENDED,
    /** It has left; its people can do nothing in its name. */
    CLOSED
}
