package dev.yima.gateway.payout;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/**
 * A company that pays people. Sending is idempotent by bill number, as every provider's is: the same number and body
 * sent again are the same bill.
 */
interface PayoutProvider {
    /** Sends a bill. A failure means that nobody knows whether it arrived. */
    Uni<Answer> send(Bill bill);

    /** Asks what became of a bill. A failure means that nobody knows. */
    Uni<Answer> query(Bill bill);

    /**
     * What a provider says of a bill.
     *
     * @param state how far it is
     * @param reason why, where it failed
     */
    record Answer(State state, @Nullable String reason) {
        /** How far a bill is. */
        enum State {
            /** Never heard of it. */
            NOT_FOUND,
            /** Taken on; not final. */
            ACCEPTED,
            /** Paid; final. */
            PAID,
            /** Refused for good; final. */
            FAILED
        }

        static Answer of(State state) {
            return new Answer(state, null);
        }
    }
}
