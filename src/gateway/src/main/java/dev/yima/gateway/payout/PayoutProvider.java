package dev.yima.gateway.payout;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A company that pays people. Sending is idempotent by bill number, as every provider's is: the same number and body
 * sent again are the same bill.
 */
public interface PayoutProvider {
    /** Sends a bill. A failure means that nobody knows whether it arrived. */
    Uni<Answer> send(PayoutOrder bill);

    /** Asks what became of a bill. A failure means that nobody knows. */
    Uni<Answer> query(PayoutOrder bill);

    /**
     * What it paid for a brand in a stretch of time, page by page. Complete once that time is over.
     *
     * @param from the first moment
     * @param to the moment after the last
     */
    Multi<List<Paid>> statement(UUID brand, Instant from, Instant to);

    /**
     * A line of a statement.
     *
     * @param number the bill's number
     * @param currency an ISO 4217 code
     * @param amount how much was paid, in minor units
     * @param at when
     */
    record Paid(String number, String currency, long amount, Instant at) {}

    /**
     * What a provider says of a bill.
     *
     * @param kind what came of it
     * @param reason its word for why, where it did not take or pay the bill
     */
    record Answer(Kind kind, @Nullable String reason) {
        /** What can come of a bill. */
        public enum Kind {
            /** Never heard of it. */
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
            /** Something that we do not understand: it may be paid or not. */
            UNKNOWN
        }

        public static Answer of(Kind kind) {
            return new Answer(kind, null);
        }
    }
}
