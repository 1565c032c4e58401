package dev.yima.gateway.ledger.check;

import dev.yima.gateway.ledger.check.Law.Reach;
import dev.yima.gateway.ledger.check.Laws.Result;
import dev.yima.gateway.platform.async.Batcher;
import dev.yima.gateway.platform.db.DatabasePools;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Checks the laws of money for a brand by what was written since the last seal; where nothing is sealed yet, that is
 * everything. What was found when the seal was made is told with it.
 */
@ApplicationScoped
class LedgerCheck {
    private static final int BRANDS_MAX = 16;
    private static final int WAITING_MAX = 64;
    private static final int STATEMENT_SECONDS = 30;
    private static final Duration DEADLINE = Duration.ofSeconds(55);
    private static final Set<Reach> BY_DIFFERENCE = Set.of(Reach.ROWS, Reach.ACCOUNTS, Reach.NOW);
    private static final Set<Reach> ALL = Set.of(Reach.values());

    private final Pool pool;
    private final Seals seals;
    private final Batcher<UUID, Report> lane;

    LedgerCheck(DatabasePools pools, Seals seals, Vertx vertx) {
        this.pool = pools.reports();
        this.seals = seals;
        this.lane = new Batcher<>(vertx, BRANDS_MAX, WAITING_MAX, DEADLINE, this::each);
    }

    /**
     * The results of the laws.
     *
     * @param results each law
     * @param sealedAt when the last seal was made, since when every row was read; null where all were
     * @param chain the last link of the brand's chain of seals, in hexadecimal digits; null before its first
     */
    record Report(
            List<Result> results,
            @Nullable Instant sealedAt,
            @Nullable String chain) {}

    /** Checks every law for one brand, all on the same snapshot. One check runs at a time; some wait, too many fail. */
    Uni<Report> run(UUID brand) {
        return lane.submit(brand);
    }

    /** Those who wait for the same brand are answered together. */
    private Uni<List<Report>> each(List<UUID> brands) {
        Map<UUID, Report> reports = new HashMap<>();
        return Multi.createFrom()
                .iterable(Set.copyOf(brands))
                .onItem()
                .transformToUniAndConcatenate(brand -> CheckTransaction.run(
                                pool, CheckTransaction.READING, STATEMENT_SECONDS, tx -> check(tx, brand))
                        .invoke(report -> reports.put(brand, report)))
                .collect()
                .last()
                .map(done -> brands.stream().map(reports::get).toList());
    }

    /** Checks every law for a brand, in a transaction of the caller. */
    Uni<Report> check(SqlConnection tx, UUID brand) {
        return seals.last(tx).flatMap(seal -> {
            boolean isSealed = seal.until() > 0;
            TransactionRange range = TransactionRange.since(brand, seal.until());
            return Laws.check(tx, isSealed ? BY_DIFFERENCE : ALL, range)
                    .flatMap(found -> seals.recorded(tx, brand).map(found::plus))
                    .flatMap(faults -> seals.chain(tx, brand)
                            .map(chain -> new Report(Laws.results(brand, faults), isSealed ? seal.at() : null, chain)));
        });
    }
}
