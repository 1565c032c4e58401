package dev.yima.gateway.partner;

/** Kind of a partner. */
public enum PartnerKind {
    /** Supplies stores within a territory (经销商). */
    DEALER,
    /** Sells to consumers (终端). */
    STORE
}
