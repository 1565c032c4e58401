package dev.yima.gateway.payout;

import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.payout.spi.PayoutAnswer;
import dev.yima.payout.spi.RefusalCause;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Turns a provider's answer about a payout into the payout's next state. */
@ApplicationScoped
class PayoutSettlement {
    private static final Logger LOG = Logger.getLogger(PayoutSettlement.class);

    private final PayoutRepository payouts;
    private final PayoutProviders providers;
    private final MeterRegistry meters;
    private final Duration pauseFor;

    PayoutSettlement(PayoutRepository payouts, PayoutProviders providers, MeterRegistry meters, YimaConfig config) {
        this.payouts = payouts;
        this.providers = providers;
        this.meters = meters;
        this.pauseFor = config.payout().pauseFor();
    }

    /**
     * Applies the answer to a request or a query.
     *
     * @param askAgainAfter the time until the next query, where the answer is not final
     */
    Uni<Void> answered(PayoutKey key, PayoutAnswer answer, Duration askAgainAfter) {
        return switch (answer.kind()) {
            case PAID -> payouts.paid(key);
            case ACCEPTED -> payouts.later(key, true, askAgainAfter);
            case REFUSED -> refused(key, answer.reason());
            case BUSY, NOT_FOUND -> payouts.later(key, false, askAgainAfter);
            case NOT_ENOUGH -> {
                LOG.warnf("the provider has not enough money to pay order %s: its brand's lane pauses", key.number());
                yield payouts.pause(key, pauseFor);
            }
            case UNKNOWN -> {
                LOG.warnf("order %s waits for staff: %s", key.number(), answer.reason());
                yield payouts.blocked(key, String.valueOf(answer.reason()));
            }
        };
    }

    /**
     * Leaves a payout whose answer could not be written for later, under the same number; after some times it waits for
     * staff.
     */
    Uni<Void> unwritten(PayoutKey key, PayoutAnswer answer, Duration askAgainAfter) {
        return payouts.unwritten(key, answer.kind() + "_NOT_WRITTEN", askAgainAfter)
                .invoke(isBlocked -> {
                    if (isBlocked) {
                        LOG.errorf("order %s waits for staff: the answer %s cannot be written", key.number(), answer);
                        meters.counter("yima.payout.unwritten").increment();
                    }
                })
                .replaceWithVoid();
    }

    /** Leaves a payout whose outcome is unknown for later, under the same number. */
    Uni<Void> unanswered(PayoutKey key, Duration askAgainAfter) {
        return payouts.later(key, false, askAgainAfter);
    }

    /** Applies a notification. One that is not final changes nothing: the next query says the same. */
    Uni<Void> notified(PayoutKey key, PayoutAnswer answer) {
        return switch (answer.kind()) {
            case PAID -> payouts.paid(key);
            case REFUSED -> refused(key, answer.reason());
            case ACCEPTED, BUSY, NOT_FOUND, NOT_ENOUGH, UNKNOWN ->
                Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> refused(PayoutKey key, @Nullable String reason) {
        RefusalCause cause = reason == null
                ? RefusalCause.UNKNOWN
                : providers.get(key.provider()).classify(reason);
        return payouts.refused(key, PayoutState.after(cause), String.valueOf(reason));
    }
}
