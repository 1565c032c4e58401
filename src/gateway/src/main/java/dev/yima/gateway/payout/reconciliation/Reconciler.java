package dev.yima.gateway.payout.reconciliation;

import dev.yima.gateway.ledger.BookDay;
import dev.yima.gateway.payout.PayoutProviders;
import dev.yima.gateway.payout.reconciliation.Reconciliation.Kind;
import dev.yima.gateway.payout.reconciliation.Reconciliation.Line;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.payout.spi.PayoutProvider;
import dev.yima.payout.spi.StatementLine;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Stores the providers' statements, and compares them with the payouts and the ledger. */
@ApplicationScoped
class Reconciler {
    private static final Logger LOG = Logger.getLogger(Reconciler.class);
    private static final int UNMATCHED_MAX = 1_000;
    private static final String STORE = """
            INSERT INTO statement_line (brand_id, provider, bill_no, currency, amount, paid_at)
            SELECT $1, $2, l.* FROM unnest($3::text[], $4::text[], $5::bigint[], $6::timestamptz[]) AS l
            ON CONFLICT DO NOTHING""";
    private static final String SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;"
            + " SET LOCAL enable_seqscan = on; SET LOCAL plan_cache_mode = force_custom_plan";
    // Of a number that its provider paid twice, the first payment is compared with the payout.
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
                FROM number JOIN statement_line l USING (bill_no) WHERE l.brand_id = $1),
            here AS (
                SELECT bill_no, p.provider, p.currency, p.claim_id,
                    CASE WHEN p.state = 'PAID' THEN p.amount END AS billed,
                    p.settled_at >= $2 AND p.settled_at < $3 AS settled_then, t.amount AS booked,
                    t.transferred_at >= $2 AND t.transferred_at < $3 AS booked_then, 1::bigint AS nth
                FROM number JOIN payout p USING (bill_no)
                LEFT JOIN transfer t ON t.reference = p.claim_id AND t.reason = 'PAY' AND t.unit = p.currency
                WHERE p.brand_id = $1 AND (p.state = 'PAID' OR t.amount IS NOT NULL)),
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
            ORDER BY bill_no, nth, provider LIMIT $4""";
    private final Pool pool;
    private final PayoutProviders providers;
    private final ReconciliationRepository reconciliations;
    private final Clock clock;

    Reconciler(Pool pool, PayoutProviders providers, ReconciliationRepository reconciliations, Clock clock) {
        this.pool = pool;
        this.providers = providers;
        this.reconciliations = reconciliations;
        this.clock = clock;
    }

    /** Stores the statements of a day, compares, and keeps the report. Fails when a provider's statement does. */
    Uni<Reconciliation> reconcile(UUID brand, LocalDate day) {
        OffsetDateTime from = BookDay.start(day);
        OffsetDateTime to = BookDay.start(day.plusDays(1));
        return Multi.createFrom()
                .iterable(providers.all())
                .onItem()
                .transformToUniAndConcatenate(provider -> storeStatement(provider, brand, day))
                .collect()
                .last()
                .flatMap(done -> pool.withTransaction(tx -> tx.query(SNAPSHOT)
                        .execute()
                        .flatMap(set -> compare(tx, Tuple.of(brand, from, to), day))
                        .call(report -> reconciliations.keep(tx, brand, report))))
                .invoke(report -> logDifference(brand, report));
    }

    private Uni<Void> storeStatement(PayoutProvider provider, UUID brand, LocalDate day) {
        return provider.statement(brand, day, BookDay.ZONE)
                .onItem()
                .transformToUniAndConcatenate(lines -> store(provider, brand, lines))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> store(PayoutProvider provider, UUID brand, List<StatementLine> lines) {
        Tuple columns = Columns.of(lines, brand, provider.id())
                .texts(StatementLine::number)
                .texts(StatementLine::currency)
                .longs(StatementLine::amountMinor)
                .instants(StatementLine::paidAt)
                .tuple();
        return pool.preparedQuery(STORE).execute(columns).replaceWithVoid();
    }

    private Uni<Reconciliation> compare(SqlConnection tx, Tuple query, LocalDate day) {
        Tuple unmatchedQuery = Tuple.of(query.getValue(0), query.getValue(1), query.getValue(2), UNMATCHED_MAX);
        return tx.preparedQuery(UNMATCHED)
                .execute(unmatchedQuery)
                .map(rows -> Rows.map(rows, Reconciler::unmatched))
                .flatMap(unmatched -> tx.preparedQuery(SUMS)
                        .execute(query)
                        .map(rows -> Rows.map(rows, row -> lines(row, unmatched)).stream()
                                .flatMap(List::stream)
                                .toList()))
                .map(lines -> new Reconciliation(
                        day,
                        clock.instant(),
                        lines.stream().noneMatch(line -> line.line() == Kind.DIFFERENCE && line.count() > 0),
                        lines));
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

    private static void logDifference(UUID brand, Reconciliation report) {
        if (!report.agrees()) {
            LOG.errorf("brand %s: the payouts of %s do not agree with the providers' statements", brand, report.day());
        }
    }
}
