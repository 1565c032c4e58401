package dev.yima.payout.spi;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;

/**
 * A company that pays people. Sending is idempotent by number: the same number and body sent again are the same order.
 * Every method is called on an event loop and must not block.
 */
public interface PayoutProvider {
    /** The id under which brands and payouts name this provider: lower-case letters, digits, hyphens. Never changes. */
    String id();

    /** Whether it pays nobody and only keeps books, so that it may carry what test lots win. */
    default boolean paysNobody() {
        return false;
    }

    /**
     * Whether it pays in a currency. A campaign with cash that it does not pay is not published.
     *
     * @param currency an ISO 4217 code
     */
    boolean pays(String currency);

    /**
     * Makes the exact body that asks for a payout. It is stored before it is first sent and never made again under the
     * same number, so it may contain what differs each time, such as an encrypted name.
     *
     * @return the body, in the provider's own format
     * @throws RuntimeException when the order cannot be expressed, such as an account of another format; the payout
     *     then waits for staff
     */
    String request(PayoutOrder order);

    /** Sends a request. A failure means that the outcome is unknown: the order may have arrived or not. */
    Uni<PayoutAnswer> send(PayoutRequest request);

    /** Asks for the state of a request that may have been sent. A failure means that the state is unknown. */
    Uni<PayoutAnswer> query(PayoutRequest request);

    /**
     * The party that a refusal lies with.
     *
     * @param reason the provider's word, as an answer of kind {@link PayoutAnswer.Kind#REFUSED} gave it
     * @return {@link RefusalCause#UNKNOWN} for every word that the provider has not documented
     */
    RefusalCause classify(String reason);

    /**
     * The payments that the provider made for a brand on a day, page by page. Complete once the day is over and the
     * provider has published it. Empty, without a request, for a brand that has no account there.
     *
     * @param day the day, from midnight to midnight: of 23 or 25 hours where the clocks change
     * @param zone the time zone of the day, that of the brand; a provider whose own statements are by another zone
     *     reads two of them
     */
    Multi<List<StatementLine>> statement(UUID brand, LocalDate day, ZoneId zone);

    /**
     * Verifies that a notification is the provider's own and reads it.
     *
     * @return the new state of one payout; fails with a {@link CallbackRefusedException} when the signature does not
     *     verify or the text cannot be read
     */
    Uni<PayoutUpdate> callback(PayoutCallback callback);
}
