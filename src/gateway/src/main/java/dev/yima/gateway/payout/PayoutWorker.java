package dev.yima.gateway.payout;

import dev.yima.gateway.payout.PayoutOutbox.Due;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.job.FairLane;
import dev.yima.gateway.problem.FailureMapping;
import dev.yima.gateway.problem.Problem;
import dev.yima.payout.spi.PayoutAnswer;
import dev.yima.payout.spi.PayoutProvider;
import dev.yima.payout.spi.PayoutRequest;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * Carries the outbox to the providers, each in a lane of its own: one that hangs holds up no other, nor does a brand
 * whose orders hang there. All replicas do: each takes payouts that no other holds. A payout that may have been sent is
 * asked about before it is sent again, under the same number.
 */
@ApplicationScoped
class PayoutWorker {
    private static final Logger LOG = Logger.getLogger(PayoutWorker.class);
    /** The time in which an answer is written; beyond, the payout stays as it is until its lease ends. */
    private static final Duration WRITTEN_WITHIN = Duration.ofSeconds(15);

    private static final Duration LEASE_MARGIN = Duration.ofSeconds(10);
    private static final Duration WITHOUT_PROVIDER_EVERY = Duration.ofMinutes(1);
    private static final String NO_REQUEST = "REQUEST_NOT_MADE";

    private final PayoutOutbox outbox;
    private final PayoutProviders providers;
    private final PayoutSettlement settlement;
    private final Vertx vertx;
    private final YimaConfig.Payout config;
    private final MeterRegistry meters;
    private final AtomicLong withoutProvider = new AtomicLong();
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();
    private volatile List<FairLane<Due>> lanes = List.of();
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
        lanes = providers.all().stream()
                .map(provider -> new FairLane<>(vertx, config.billsMax(), new Orders(provider)))
                .toList();
        timer = vertx.setPeriodic(config.pollEvery().toMillis(), tick -> lanes.forEach(FairLane::fill));
        Gauge.builder("yima.payouts.without_provider", withoutProvider, AtomicLong::get)
                .description("Payouts that wait for a provider that this deployment does not have")
                .register(meters);
        countWithoutProvider();
        withoutProviderTimer = vertx.setPeriodic(WITHOUT_PROVIDER_EVERY.toMillis(), tick -> countWithoutProvider());
    }

    void onStop(@Observes ShutdownEvent stopped) {
        lanes.forEach(FairLane::stop);
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
        waiting.forEach((provider, payouts) -> {
            if (unknown.add(provider)) {
                LOG.errorf("%d payouts wait for the unknown provider '%s'", payouts, provider);
            }
        });
        unknown.retainAll(waiting.keySet());
    }

    private Uni<Void> carry(PayoutProvider provider, Due due) {
        return ask(provider, due)
                .onItemOrFailure()
                .transformToUni(
                        (answer, noAnswer) -> noAnswer == null ? settle(due, answer) : unanswered(due, noAnswer))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.logf(
                            isRefused(failure) ? Level.WARN : Level.DEBUG,
                            failure,
                            "order %s stays as it is until its lease ends",
                            due.key().number());
                    return null;
                });
    }

    private Uni<Void> settle(Due due, PayoutAnswer answer) {
        count(answer.kind().name().toLowerCase(Locale.ROOT));
        return Uni.createFrom()
                .deferred(() -> settlement.answered(due.key(), answer, backoff(due)))
                .onFailure(PayoutWorker::isRefused)
                .recoverWithUni(refused -> {
                    LOG.warnf(
                            refused,
                            "%s of order %s cannot be written",
                            answer,
                            due.key().number());
                    return settlement.unwritten(due.key(), answer, backoff(due));
                })
                .ifNoItem()
                .after(WRITTEN_WITHIN)
                .fail();
    }

    /** Whether a write failed for a reason of its own, and not since the database is away or too busy. */
    private static boolean isRefused(Throwable failure) {
        return !FailureMapping.isUnavailable(failure) && !(failure instanceof Problem);
    }

    /** The order may have arrived or not: the same number is asked about later. */
    private Uni<Void> unanswered(Due due, Throwable failure) {
        LOG.debugf(failure, "no answer for order %s", due.key().number());
        count("no_answer");
        return settlement
                .unanswered(due.key(), backoff(due))
                .ifNoItem()
                .after(WRITTEN_WITHIN)
                .fail();
    }

    private Uni<PayoutAnswer> ask(PayoutProvider provider, Due due) {
        String body = due.body();
        if (body == null) {
            return Uni.createFrom().item(new PayoutAnswer(PayoutAnswer.Kind.UNKNOWN, NO_REQUEST));
        }
        PayoutRequest request = new PayoutRequest(due.key().brand(), due.key().number(), body);
        Uni<PayoutAnswer> send = inTime(() -> provider.send(request));
        if (!due.sentBefore()) {
            return send;
        }
        return inTime(() -> provider.query(request))
                .flatMap(answer -> answer.kind() == PayoutAnswer.Kind.NOT_FOUND
                        ? send
                        : Uni.createFrom().item(answer));
    }

    private Uni<PayoutAnswer> inTime(Supplier<Uni<? extends PayoutAnswer>> request) {
        return Uni.createFrom()
                .<PayoutAnswer>deferred(request)
                .ifNoItem()
                .after(config.answerWithin())
                .fail();
    }

    /** Longer than anything that is done with a payout: a query, an order, and writing the answer. */
    private Duration lease() {
        return config.answerWithin().multipliedBy(2).plus(WRITTEN_WITHIN).plus(LEASE_MARGIN);
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

    /** The outbox as the lane of a provider sees it: its owners are brands. */
    private final class Orders implements FairLane.Source<Due> {
        private final PayoutProvider provider;

        Orders(PayoutProvider provider) {
            this.provider = provider;
        }

        @Override
        public Uni<List<FairLane.Owner>> owners(UUID after, int ownersMax) {
            return outbox.brands(provider, after, ownersMax);
        }

        @Override
        public Uni<List<Due>> take(Map<UUID, Integer> places) {
            return outbox.take(provider, places, lease());
        }

        @Override
        public UUID owner(Due due) {
            return due.key().brand();
        }

        @Override
        public Uni<Void> carry(Due due) {
            return PayoutWorker.this.carry(provider, due);
        }
    }
}
