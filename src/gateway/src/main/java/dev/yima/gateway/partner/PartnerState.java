package dev.yima.gateway.partner;

/** Whether a partner takes part. */
public enum PartnerState {
    /** It does. */
    ACTIVE,
    /** It earns nothing for now. */
    SUSPENDED,
    /** It has left; its people can do nothing in its name. */
    CLOSED
}
