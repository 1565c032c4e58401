package dev.yima.gateway.payout.reconciliation;

import dev.yima.gateway.payout.PayoutProviders;
import dev.yima.gateway.payout.reconciliation.StatementQueue.BrandDay;
import dev.yima.gateway.payout.reconciliation.StatementQueue.Statement;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.DatabasePools;
import dev.yima.gateway.platform.job.FairLane;
import dev.yima.payout.spi.PayoutProvider;
import dev.yima.payout.spi.StatementLine;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Takes in the providers' statements, in a lane for each provider: one that hangs, or fails for a brand or a day, holds
 * up no other. All replicas do, each those that no other holds.
 */
@ApplicationScoped
class StatementWorker {
    private static final Logger LOG = Logger.getLogger(StatementWorker.class);
    private static final int STATEMENTS_MAX = 8;
    private static final Duration STATEMENT_WITHIN = Duration.ofMinutes(10);
    private static final Duration LEASE = STATEMENT_WITHIN.plusMinutes(1);
    private static final Duration RETRY_AFTER_MAX = Duration.ofDays(1);
    private static final String STORE = """
            INSERT INTO statement_line (brand_id, provider, bill_no, currency, amount, paid_at)
            SELECT $1, $2, l.* FROM unnest($3::text[], $4::text[], $5::bigint[], $6::timestamptz[]) AS l
            ON CONFLICT DO NOTHING""";

    private final Pool pool;
    private final PayoutProviders providers;
    private final StatementQueue queue;
    private final Vertx vertx;
    private final MeterRegistry meters;
    private final Duration every;
    private volatile List<FairLane<Statement>> lanes = List.of();
    private volatile long timer;

    StatementWorker(
            DatabasePools pools,
            PayoutProviders providers,
            StatementQueue queue,
            Vertx vertx,
            MeterRegistry meters,
            YimaConfig config) {
        this.pool = pools.workers();
        this.providers = providers;
        this.queue = queue;
        this.vertx = vertx;
        this.meters = meters;
        this.every = config.payout().reconcileEvery();
    }

    void onStart(@Observes StartupEvent started) {
        lanes = providers.all().stream()
                .map(provider -> new FairLane<>(vertx, STATEMENTS_MAX, new Statements(provider)))
                .toList();
        timer = vertx.setPeriodic(every.toMillis(), tick -> fill());
    }

    void onStop(@Observes ShutdownEvent stopped) {
        lanes.forEach(FairLane::stop);
        vertx.cancelTimer(timer);
    }

    /** Takes in what is due, behind the caller's back. */
    void fill() {
        lanes.forEach(FairLane::fill);
    }

    /**
     * Stores what a provider says that it paid for a brand on a day; fails when it cannot be had in time.
     *
     * @param client the connections on which it is stored
     */
    Uni<Void> store(SqlClient client, PayoutProvider provider, BrandDay of, Duration within) {
        return Uni.createFrom()
                .deferred(() -> provider.statement(of.brand(), of.day(), of.zone())
                        .onItem()
                        .transformToUniAndConcatenate(lines -> store(client, provider, of.brand(), lines))
                        .collect()
                        .last())
                .ifNoItem()
                .after(within)
                .fail()
                .replaceWithVoid();
    }

    private static Uni<Void> store(SqlClient client, PayoutProvider provider, UUID brand, List<StatementLine> lines) {
        Tuple columns = Columns.of(lines, brand, provider.id())
                .texts(StatementLine::number)
                .texts(StatementLine::currency)
                .longs(StatementLine::amountMinor)
                .instants(StatementLine::paidAt)
                .tuple();
        return client.preparedQuery(STORE).execute(columns).replaceWithVoid();
    }

    private Uni<Void> later(PayoutProvider provider, Statement statement, Throwable failure) {
        LOG.warnf(
                failure,
                "brand %s: the statement of %s at %s cannot be had; it is tried again",
                statement.of().brand(),
                statement.of().day(),
                provider.id());
        meters.counter("yima.payout.statement_failures", "provider", provider.id())
                .increment();
        return queue.later(provider, statement.of(), backoff(statement.attempts()));
    }

    /** The time until the next attempt: doubles with each one, up to a day. */
    private Duration backoff(int attempts) {
        Duration pause = every;
        for (int attempt = 1; attempt < attempts && pause.compareTo(RETRY_AFTER_MAX) < 0; attempt++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(RETRY_AFTER_MAX) < 0 ? pause : RETRY_AFTER_MAX;
    }

    /** The statements as the lane of a provider sees them: its owners are brands. */
    private final class Statements implements FairLane.Source<Statement> {
        private final PayoutProvider provider;

        Statements(PayoutProvider provider) {
            this.provider = provider;
        }

        @Override
        public Uni<List<FairLane.Owner>> owners(UUID after, int ownersMax) {
            return queue.brands(provider, after, ownersMax);
        }

        @Override
        public Uni<List<Statement>> take(Map<UUID, Integer> places) {
            return queue.take(provider, places, LEASE);
        }

        @Override
        public UUID owner(Statement statement) {
            return statement.of().brand();
        }

        @Override
        public Uni<Void> carry(Statement statement) {
            return store(pool, provider, statement.of(), STATEMENT_WITHIN)
                    .flatMap(done -> queue.taken(provider, statement.of()))
                    .onFailure()
                    .recoverWithUni(failure -> later(provider, statement, failure));
        }
    }
}
