package dev.yima.gateway.payout;

import dev.yima.gateway.payout.PayoutProvider.Answer;
import dev.yima.gateway.payout.PayoutRepository.Due;
import dev.yima.gateway.platform.config.YimaConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Carries the outbox to the provider. Several replicas share the work: each takes bills that no other holds. What
 * became of a bill that may have been sent is asked before it is sent again, under the same number.
 */
@ApplicationScoped
class PayoutWorker {
    private static final Logger LOG = Logger.getLogger(PayoutWorker.class);
    private static final int IN_FLIGHT_MAX = 16;
    private static final int LEASE_FACTOR = 4;

    private final PayoutRepository store;
    private final PayoutProvider provider;
    private final Vertx vertx;
    private final YimaConfig.Payout config;
    private final MeterRegistry meters;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile long timer;

    PayoutWorker(
            PayoutRepository store, PayoutProvider provider, Vertx vertx, YimaConfig config, MeterRegistry meters) {
        this.store = store;
        this.provider = provider;
        this.vertx = vertx;
        this.config = config.payout();
        this.meters = meters;
    }

    void onStart(@Observes StartupEvent started) {
        timer = vertx.setPeriodic(config.pollEvery().toMillis(), tick -> round());
    }

    void onStop(@Observes ShutdownEvent stopped) {
        vertx.cancelTimer(timer);
    }

    private void round() {
        if (!running.compareAndSet(false, true)) {
            return;
        }
        carryDue().subscribe().with(done -> running.set(false), failure -> {
            running.set(false);
            LOG.debug("the outbox cannot be read at the moment", failure);
        });
    }

    private Uni<Void> carryDue() {
        return store.take(config.billsMax(), config.answerWithin().multipliedBy(LEASE_FACTOR))
                .flatMap(due -> Multi.createFrom()
                        .iterable(due)
                        .onItem()
                        .transformToUni(this::carry)
                        .merge(IN_FLIGHT_MAX)
                        .collect()
                        .last())
                .replaceWithVoid();
    }

    private Uni<Void> carry(Due due) {
        PayoutOrder bill = due.bill();
        return ask(due).ifNoItem()
                .after(config.answerWithin())
                .fail()
                .flatMap(answer -> settle(due, answer))
                .onFailure()
                .recoverWithUni(unknown -> {
                    // Nobody knows whether it arrived: the same number is asked about later.
                    LOG.debugf(unknown, "no answer for bill %s", bill.number());
                    count("no_answer");
                    return store.later(bill, false, pause(due));
                })
                .onFailure()
                .recoverWithItem(storeAway -> {
                    LOG.debugf(storeAway, "bill %s stays as it is until its lease ends", bill.number());
                    return null;
                });
    }

    private Uni<Answer> ask(Due due) {
        if (!due.sentBefore()) {
            return provider.send(due.bill());
        }
        return provider.query(due.bill())
                .flatMap(answer -> answer.kind() == Answer.Kind.NOT_FOUND
                        ? provider.send(due.bill())
                        : Uni.createFrom().item(answer));
    }

    private Uni<Void> settle(Due due, Answer answer) {
        PayoutOrder bill = due.bill();
        count(answer.kind().name().toLowerCase(Locale.ROOT));
        return switch (answer.kind()) {
            case PAID -> store.paid(bill);
            case ACCEPTED -> store.later(bill, true, pause(due));
            case REFUSED -> store.refused(bill, PayoutState.after(answer.reason()), String.valueOf(answer.reason()));
            case BUSY, NOT_FOUND -> store.later(bill, false, pause(due));
            case NOT_ENOUGH -> {
                LOG.warnf("the provider has not enough money to pay bill %s: its brand's lane pauses", bill.number());
                yield store.pause(bill, config.pauseFor());
            }
            case UNKNOWN -> {
                LOG.warnf("bill %s waits for a person: %s", bill.number(), answer.reason());
                yield store.parked(bill, String.valueOf(answer.reason()));
            }
        };
    }

    private Duration pause(Due due) {
        Duration pause = config.retryAfter();
        for (int attempt = 1; attempt < due.attempts() && pause.compareTo(config.retryAfterMax()) < 0; attempt++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(config.retryAfterMax()) < 0 ? pause : config.retryAfterMax();
    }

    private void count(String outcome) {
        meters.counter("yima.payout.answers", "outcome", outcome).increment();
    }
}
