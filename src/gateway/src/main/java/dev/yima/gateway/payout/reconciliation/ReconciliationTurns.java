package dev.yima.gateway.payout.reconciliation;

import dev.yima.gateway.platform.db.DatabasePools;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Turns of brands to be reconciled: one at a time of each brand, over all replicas. A turn is a lease by the database's
 * clock, so that it is over by itself where its replica died.
 */
@ApplicationScoped
class ReconciliationTurns {
    private static final Duration LEASE = Duration.ofMinutes(8);
    private static final String TAKE = """
            INSERT INTO reconciliation_turn (brand_id, leased_until, run_id)
            VALUES ($1, now() + $2::bigint * interval '1 ms', $3)
            ON CONFLICT (brand_id) DO UPDATE SET leased_until = excluded.leased_until, run_id = excluded.run_id
            WHERE reconciliation_turn.leased_until <= now()""";
    private static final String END = """
            UPDATE reconciliation_turn SET leased_until = now() WHERE brand_id = $1 AND run_id = $2""";

    private final Pool pool;

    ReconciliationTurns(DatabasePools pools) {
        this.pool = pools.workers();
    }

    /** Works for a brand alone; fails with {@code WRONG_STATE}, and does nothing, while another does. */
    <T> Uni<T> alone(UUID brand, Supplier<Uni<T>> work) {
        UUID run = UUID.randomUUID();
        return pool.preparedQuery(TAKE)
                .execute(Tuple.of(brand, LEASE.toMillis(), run))
                .invoke(taken -> {
                    if (taken.rowCount() == 0) {
                        throw new Problem(ProblemType.WRONG_STATE, "a day of the brand is being reconciled");
                    }
                })
                .flatMap(taken -> work.get().onTermination().call(() -> end(brand, run)));
    }

    private Uni<Void> end(UUID brand, UUID run) {
        return pool.preparedQuery(END).execute(Tuple.of(brand, run)).replaceWithVoid();
    }
}
