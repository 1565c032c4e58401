package dev.yima.gateway.payout;

import dev.yima.payout.spi.RefusalCause;

/** States of a payout. The table {@code payout_transition} holds the steps between them. */
public enum PayoutState {
    /** Won; no request was sent. */
    AWARDED,
    /** Given another order number, since nothing is paid under the last; no request was sent under the new one. */
    REISSUED,
    /** A request was sent, or was about to be. */
    BILLED,
    /** The provider has taken it on. */
    WAIT_CONFIRM,
    /** Paid. Final. */
    PAID,
    /** Refused for good, for a reason of the payee's: they can try again. */
    FAILED,
    /** Closed, since the payee did not confirm it in time: they can try again. */
    EXPIRED,
    /** Not received in time, and returned to the pool or the brand. Final. */
    RETURNED,
    /** Staff must act: refused for a reason of the brand's, or the outcome is unknown. */
    BLOCKED;

    /** The state of a payout whose order is refused or closed for good. */
    static PayoutState after(RefusalCause cause) {
        return switch (cause) {
            case PAYEE -> FAILED;
            case NOT_CONFIRMED -> EXPIRED;
            case PAYER, UNKNOWN -> BLOCKED;
        };
    }
}
