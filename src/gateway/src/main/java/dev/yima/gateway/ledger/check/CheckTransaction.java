package dev.yima.gateway.ledger.check;

import dev.yima.gateway.platform.db.PgFailures;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.Set;
import java.util.function.Function;

/**
 * The transaction of a check: one that seals and one that reads at a time over all replicas, on one snapshot. A long
 * snapshot keeps PostgreSQL from pruning the rows of hot pools, so none reads more than a seal has, and what takes too
 * long is given up.
 */
final class CheckTransaction {
    /** One who seals waits for another; the lock comes before the snapshot, which begins with the first query. */
    static final String SEALING = "LOCK TABLE ledger_seal IN SHARE ROW EXCLUSIVE MODE";

    /**
     * One who only reads waits for another, and for no seal: the snapshot shows what the one before does not have. It
     * is older than the lock, and younger than the request.
     */
    static final String READING = "SELECT pg_advisory_xact_lock(hashtext('ledger check by difference'))";

    /** Whole tables are read, which no other statement does, with memory to sort them in. */
    private static final String BEGIN = """
            SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SET LOCAL lock_timeout = '20s';
            %s; SET LOCAL statement_timeout = '%d s';
            SET LOCAL enable_seqscan = on; SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL timezone = 'UTC';
            SET LOCAL work_mem = '64MB'""";

    private static final Set<String> TOO_LONG = Set.of("57014", "55P03");

    private CheckTransaction() {}

    /**
     * Runs work in such a transaction. Fails with {@link ProblemType#UNAVAILABLE} when another one does not end, or a
     * statement takes too long.
     *
     * @param lock {@link #SEALING} or {@link #READING}
     * @param statementSeconds the longest time that a statement may take
     */
    static <T> Uni<T> run(Pool pool, String lock, int statementSeconds, Function<SqlConnection, Uni<T>> work) {
        return pool.withTransaction(tx -> tx.query(BEGIN.formatted(lock, statementSeconds))
                        .execute()
                        .flatMap(begun -> work.apply(tx)))
                .onFailure(failure -> PgFailures.in(failure).anyMatch(of -> TOO_LONG.contains(of.getSqlState())))
                .transform(failure -> new Problem(
                        ProblemType.UNAVAILABLE,
                        "another check runs, or too much is not sealed: POST /api/v1/ledger/checks"));
    }
}
