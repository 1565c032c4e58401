package dev.yima.gateway.payout;

import dev.yima.gateway.payout.PayoutOutbox.Due;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.payout.spi.PayoutAnswer;
import dev.yima.payout.spi.PayoutProvider;
import dev.yima.payout.spi.PayoutRequest;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Carries the outbox to the providers, each in a lane of its own: one that hangs holds up no other. Several replicas
 * share the work: each takes payouts that no other holds. A payout that may have been sent is asked about before it is
 * sent again, under the same number.
 */
@ApplicationScoped
class PayoutWorker {
    private static final Logger LOG = Logger.getLogger(PayoutWorker.class);
    private static final int IN_FLIGHT_MAX = 16;
    private static final int LEASE_FACTOR = 4;
    private static final Duration WITHOUT_PROVIDER_EVERY = Duration.ofMinutes(1);
    private static final String NO_REQUEST = "REQUEST_NOT_MADE";

    private final PayoutOutbox outbox;
    private final PayoutProviders providers;
    private final PayoutSettlement settlement;
    private final Vertx vertx;
    private final YimaConfig.Payout config;
    private final MeterRegistry meters;
    private final AtomicLong withoutProvider = new AtomicLong();
    private volatile long timer;
    private volatile long withoutProviderTimer;

    PayoutWorker(
            PayoutOutbox outbox,
            PayoutProviders providers,
            PayoutSettlement settlement,
            Vertx vertx,
            YimaConfig config,
            MeterRegistry meters) {
        this.outbox = outbox;
        this.providers = providers;
        this.settlement = settlement;
        this.vertx = vertx;
        this.config = config.payout();
        this.meters = meters;
    }

    void onStart(@Observes StartupEvent started) {
        List<Lane> lanes = providers.all().stream().map(Lane::new).toList();
        timer = vertx.setPeriodic(config.pollEvery().toMillis(), tick -> lanes.forEach(this::poll));
        Gauge.builder("yima.payouts.without_provider", withoutProvider, AtomicLong::get)
                .description("Payouts that wait for a provider that this deployment does not have")
                .register(meters);
        countWithoutProvider();
        withoutProviderTimer = vertx.setPeriodic(WITHOUT_PROVIDER_EVERY.toMillis(), tick -> countWithoutProvider());
    }

    void onStop(@Observes ShutdownEvent stopped) {
        vertx.cancelTimer(timer);
        vertx.cancelTimer(withoutProviderTimer);
    }

    /** Counts payouts whose provider is missing here: misspelt, or taken out of the deployment. */
    void countWithoutProvider() {
        outbox.withoutProvider(providers.all())
                .subscribe()
                .with(this::reportWithoutProvider, failure -> LOG.debug("the outbox cannot be read", failure));
    }

    private void reportWithoutProvider(Map<String, Long> waiting) {
        withoutProvider.set(waiting.values().stream().mapToLong(Long::longValue).sum());
        waiting.forEach(
                (provider, payouts) -> LOG.errorf("%d payouts wait for the unknown provider '%s'", payouts, provider));
    }

    private void poll(Lane lane) {
        if (!lane.running.compareAndSet(false, true)) {
            return;
        }
        carryDue(lane.provider).subscribe().with(done -> lane.running.set(false), failure -> {
            lane.running.set(false);
            LOG.debug("the outbox cannot be read at the moment", failure);
        });
    }

    private Uni<Void> carryDue(PayoutProvider provider) {
        return outbox.take(provider, config.billsMax(), config.answerWithin().multipliedBy(LEASE_FACTOR))
                .flatMap(due -> Multi.createFrom()
                        .iterable(due)
                        .onItem()
                        .transformToUni(payout -> carry(provider, payout))
                        .merge(IN_FLIGHT_MAX)
                        .collect()
                        .last())
                .replaceWithVoid();
    }

    private Uni<Void> carry(PayoutProvider provider, Due due) {
        PayoutKey key = due.key();
        return Uni.createFrom()
                .deferred(() -> ask(provider, due))
                .ifNoItem()
                .after(config.answerWithin())
                .fail()
                .flatMap(answer -> {
                    count(answer.kind().name().toLowerCase(Locale.ROOT));
                    return settlement.answered(key, answer, backoff(due));
                })
                .onFailure()
                .recoverWithUni(unknown -> {
                    // The order may have arrived or not: the same number is asked about later.
                    LOG.debugf(unknown, "no answer for order %s", key.number());
                    count("no_answer");
                    return settlement.unanswered(key, backoff(due));
                })
                .onFailure()
                .recoverWithItem(databaseAway -> {
                    LOG.debugf(databaseAway, "order %s stays as it is until its lease ends", key.number());
                    return null;
                });
    }

    private static Uni<PayoutAnswer> ask(PayoutProvider provider, Due due) {
        String body = due.body();
        if (body == null) {
            return Uni.createFrom().item(new PayoutAnswer(PayoutAnswer.Kind.UNKNOWN, NO_REQUEST));
        }
        PayoutRequest request = new PayoutRequest(due.key().brand(), due.key().number(), body);
        if (!due.sentBefore()) {
            return provider.send(request);
        }
        return provider.query(request)
                .flatMap(answer -> answer.kind() == PayoutAnswer.Kind.NOT_FOUND
                        ? provider.send(request)
                        : Uni.createFrom().item(answer));
    }

    /** The time until the next attempt: doubles with each one, up to a limit. */
    private Duration backoff(Due due) {
        Duration pause = config.retryAfter();
        for (int attempt = 1; attempt < due.attempts() && pause.compareTo(config.retryAfterMax()) < 0; attempt++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(config.retryAfterMax()) < 0 ? pause : config.retryAfterMax();
    }

    private void count(String outcome) {
        meters.counter("yima.payout.answers", "outcome", outcome).increment();
    }

    /** A provider and whether a batch of its payouts is under way. */
    private static final class Lane {
        private final PayoutProvider provider;
        private final AtomicBoolean running = new AtomicBoolean();

        Lane(PayoutProvider provider) {
            this.provider = provider;
        }
    }
}
