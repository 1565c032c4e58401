package dev.yima.payout.spi;

import org.jspecify.annotations.Nullable;

/**
 * A provider's answer about one payout order.
 *
 * @param kind the outcome
 * @param reason the provider's word for the outcome, where it did not take or pay the order; null otherwise
 */
public record PayoutAnswer(Kind kind, @Nullable String reason) {
    /** Outcomes of an order. */
    public enum Kind {
        /** The provider has no order of this number. */
        NOT_FOUND,
        /** Taken on; not final. */
        ACCEPTED,
        /** Paid; final. */
        PAID,
        /** Refused or closed for good: nothing is or will be paid under this number. Final. */
        REFUSED,
        /** Not taken on, since there are too many requests at the moment. */
        BUSY,
        /** Not taken on, since the brand's money there is used up. */
        NOT_ENOUGH,
        /** An answer that is not documented: the order may be paid or not. */
        UNKNOWN
    }

    /** An answer without a reason. */
    public static PayoutAnswer of(Kind kind) {
        return new PayoutAnswer(kind, null);
    }
}
