package dev.yima.payout.spi;

/**
 * The party that a final refusal lies with. A temporary obstacle is no refusal: it is answered as
 * {@link PayoutAnswer.Kind#BUSY} or {@link PayoutAnswer.Kind#NOT_ENOUGH}, and the number stays alive.
 */
public enum RefusalCause {
    /** The payee, who can mend it and ask again: a frozen account, a daily limit, a name that is not theirs. */
    PAYEE,
    /** The payee did not confirm in time, and can ask again. */
    NOT_CONFIRMED,
    /** The brand or this service: staff must act. */
    PAYER,
    /** The provider's word is not documented: staff must look. */
    UNKNOWN
}
