package dev.yima.gateway.payout.reconciliation;

import dev.yima.gateway.payout.PayoutProviders;
import dev.yima.gateway.payout.reconciliation.Reconciliation.Kind;
import dev.yima.gateway.payout.reconciliation.Reconciliation.Line;
import dev.yima.gateway.payout.reconciliation.StatementQueue.BrandDay;
import dev.yima.gateway.platform.db.DatabasePools;
import dev.yima.gateway.platform.db.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Compares the providers' statements of a day with the payouts and the ledger. */
@ApplicationScoped
class Reconciler {
    private static final Logger LOG = Logger.getLogger(Reconciler.class);
    private static final int UNMATCHED_MAX = 1_000;
    // Both statements of a comparison end before the turn does.
    private static final String SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;"
            + " SET LOCAL enable_seqscan = on; SET LOCAL plan_cache_mode = force_custom_plan;"
            + " SET LOCAL statement_timeout = '2min'";
    // What belongs to a provider whose statement is missing is left to the report that has it. Of a number that its
    // provider paid twice, the first payment is compared with the payout.
    private static final String MATCHED = """
            WITH number AS (
                SELECT bill_no FROM statement_line WHERE brand_id = $1 AND paid_at >= $2 AND paid_at < $3
                UNION
                SELECT bill_no FROM payout
                WHERE brand_id = $1 AND state = 'PAID' AND settled_at >= $2 AND settled_at < $3
                UNION
                SELECT p.bill_no FROM transfer t JOIN payout p ON p.claim_id = t.reference
                WHERE t.brand_id = $1 AND t.reason = 'PAY' AND t.transferred_at >= $2 AND t.transferred_at < $3),
            said AS (
                SELECT bill_no, l.provider, l.currency, l.amount AS said,
                    l.paid_at >= $2 AND l.paid_at < $3 AS paid_then,
                    row_number() OVER (PARTITION BY bill_no, l.provider, l.currency ORDER BY l.paid_at, l.amount)
                        AS nth
                FROM number JOIN statement_line l USING (bill_no)
                WHERE l.brand_id = $1 AND l.provider <> ALL ($4)),
            here AS (
                SELECT bill_no, p.provider, p.currency, p.claim_id,
                    CASE WHEN p.state = 'PAID' THEN p.amount END AS billed,
                    p.settled_at >= $2 AND p.settled_at < $3 AS settled_then, t.amount AS booked,
                    t.transferred_at >= $2 AND t.transferred_at < $3 AS booked_then, 1::bigint AS nth
                FROM number JOIN payout p USING (bill_no)
                LEFT JOIN transfer t ON t.reference = p.claim_id AND t.reason = 'PAY' AND t.unit = p.currency
                WHERE p.brand_id = $1 AND p.provider <> ALL ($4)
                    AND (p.state = 'PAID' OR t.amount IS NOT NULL)),
            matched AS (
                SELECT *, coalesce(said = billed AND billed = booked, false) AS agrees,
                    greatest(said, billed, booked)
                        - CASE WHEN num_nulls(said, billed, booked) > 0 THEN 0 ELSE least(said, billed, booked) END
                        AS wrong_by
                FROM said FULL JOIN here USING (bill_no, provider, currency, nth))
            """;
    private static final String SUMS = MATCHED + """
            SELECT currency,
                count(said) FILTER (WHERE paid_then) AS statement_count,
                coalesce(sum(said) FILTER (WHERE paid_then), 0)::bigint AS statement_sum,
                count(*) FILTER (WHERE agrees AND settled_then AND NOT paid_then) AS paid_else_count,
                coalesce(sum(said) FILTER (WHERE agrees AND settled_then AND NOT paid_then), 0)::bigint
                    AS paid_else_sum,
                count(*) FILTER (WHERE agrees AND paid_then AND NOT settled_then) AS settled_else_count,
                coalesce(sum(said) FILTER (WHERE agrees AND paid_then AND NOT settled_then), 0)::bigint
                    AS settled_else_sum,
                count(billed) FILTER (WHERE settled_then) AS bills_count,
                coalesce(sum(billed) FILTER (WHERE settled_then), 0)::bigint AS bills_sum,
                count(booked) FILTER (WHERE booked_then) AS ledger_count,
                coalesce(sum(booked) FILTER (WHERE booked_then), 0)::bigint AS ledger_sum,
                count(*) FILTER (WHERE NOT agrees) AS difference_count,
                coalesce(sum(wrong_by) FILTER (WHERE NOT agrees), 0)::bigint AS difference_sum
            FROM (SELECT currency FROM brand WHERE id = $1 UNION SELECT currency FROM matched) AS every
            LEFT JOIN matched USING (currency)
            GROUP BY currency ORDER BY currency""";
    private static final String UNMATCHED = MATCHED + """
            SELECT bill_no, currency, claim_id, said, billed, booked, wrong_by FROM matched WHERE NOT agrees
            ORDER BY bill_no, nth, provider LIMIT $5""";
    private static final Duration STATEMENT_WITHIN = Duration.ofMinutes(1);

    private final Pool pool;
    private final PayoutProviders providers;
    private final StatementWorker statements;
    private final StatementQueue queue;
    private final ReconciliationRepository reconciliations;
    private final ReconciliationTurns turns;
    private final Clock clock;

    Reconciler(
            DatabasePools pools,
            PayoutProviders providers,
            StatementWorker statements,
            StatementQueue queue,
            ReconciliationRepository reconciliations,
            ReconciliationTurns turns,
            Clock clock) {
        this.pool = pools.reports();
        this.providers = providers;
        this.statements = statements;
        this.queue = queue;
        this.reconciliations = reconciliations;
        this.turns = turns;
        this.clock = clock;
    }

    /**
     * Takes in the statements of a day as they are now, compares, and keeps the report. Fails with {@code WRONG_STATE}
     * while a day of the brand is compared.
     */
    Uni<Reconciliation> reconcile(BrandDay day) {
        return turns.alone(day.brand(), () -> takeInAndCompare(day));
    }

    private Uni<Reconciliation> takeInAndCompare(BrandDay day) {
        List<Uni<Optional<String>>> all = providers.all().stream()
                .map(provider -> statements
                        .store(pool, provider, day, STATEMENT_WITHIN)
                        .replaceWith(Optional.of(provider.id()))
                        .onFailure()
                        .recoverWithItem(failure -> {
                            LOG.warnf(failure, "%s gives no statement of %s", provider.id(), day);
                            return Optional.empty();
                        }))
                .toList();
        return Uni.join()
                .all(all)
                .andFailFast()
                .flatMap(fresh ->
                        compare(day, fresh.stream().flatMap(Optional::stream).toList()));
    }

    /** Compares a day by the statements that are here, and keeps the report. Fails as {@link #reconcile}. */
    Uni<Reconciliation> compare(BrandDay day) {
        return turns.alone(day.brand(), () -> compare(day, List.of()));
    }

    /**
     * Compares a day.
     *
     * @param fresh providers whose statement is here, although it is not noted
     */
    private Uni<Reconciliation> compare(BrandDay day, List<String> fresh) {
        // Before the snapshot: of two reports, the one that is made later has seen all that the other has.
        Instant madeAt = clock.instant();
        return pool.withTransaction(tx -> tx.query(SNAPSHOT)
                        .execute()
                        .flatMap(set -> queue.missing(tx, day))
                        .map(missing -> missing.stream()
                                .filter(provider -> !fresh.contains(provider))
                                .toList())
                        .flatMap(missing -> lines(tx, day, missing)
                                .map(lines -> Reconciliation.of(day.day(), madeAt, missing, lines)))
                        .call(report -> reconciliations.keep(tx, day.brand(), report))
                        .call(report -> queue.compared(tx, day)))
                .invoke(report -> logDifference(day, report));
    }

    private Uni<List<Line>> lines(SqlConnection tx, BrandDay day, List<String> missing) {
        Tuple query = Tuple.of(day.brand(), day.begins(), day.ends(), missing.toArray(String[]::new));
        Tuple unmatchedQuery = Tuple.tuple(
                List.of(query.getValue(0), query.getValue(1), query.getValue(2), query.getValue(3), UNMATCHED_MAX));
        return tx.preparedQuery(UNMATCHED)
                .execute(unmatchedQuery)
                .map(rows -> Rows.map(rows, Reconciler::unmatched))
                .flatMap(unmatched -> tx.preparedQuery(SUMS)
                        .execute(query)
                        .map(rows -> Rows.map(rows, row -> lines(row, unmatched)).stream()
                                .flatMap(List::stream)
                                .toList()));
    }

    private static Line unmatched(Row row) {
        return new Line(
                Kind.UNMATCHED,
                row.getString("currency"),
                1,
                row.getLong("wrong_by"),
                row.getString("bill_no"),
                row.getUUID("claim_id"),
                "statement " + minor(row.getLong("said")) + "; bill " + minor(row.getLong("billed")) + "; ledger "
                        + minor(row.getLong("booked")));
    }

    private static String minor(@Nullable Long amount) {
        return Objects.toString(amount, "none");
    }

    private static List<Line> lines(Row row, List<Line> unmatched) {
        String currency = row.getString("currency");
        List<Line> lines = new ArrayList<>();
        lines.add(sum(row, Kind.STATEMENT, "statement"));
        lines.add(sum(row, Kind.PAID_ANOTHER_DAY, "paid_else"));
        lines.add(sum(row, Kind.SETTLED_ANOTHER_DAY, "settled_else"));
        lines.add(sum(row, Kind.BILLS, "bills"));
        lines.add(sum(row, Kind.LEDGER, "ledger"));
        unmatched.stream().filter(line -> line.currency().equals(currency)).forEach(lines::add);
        lines.add(sum(row, Kind.DIFFERENCE, "difference"));
        return lines;
    }

    private static Line sum(Row row, Kind kind, String columns) {
        return Line.sum(
                kind, row.getString("currency"), row.getLong(columns + "_count"), row.getLong(columns + "_sum"));
    }

    private static void logDifference(BrandDay day, Reconciliation report) {
        if (report.differs()) {
            LOG.errorf(
                    "brand %s: the payouts of %s do not agree with the providers' statements", day.brand(), day.day());
        }
    }
}
