package dev.yima.gateway.partner;

/** What a partner is. */
public enum PartnerKind {
    /** Supplies stores within a territory (经销商). */
    DEALER,
    /** Sells to consumers (终端). */
    STORE
}
