package dev.yima.gateway.ledger;

import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.DatabasePools;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.platform.http.MinorUnits;
import dev.yima.gateway.platform.http.RowExport;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Reads balances and exports of a brand, all computed from the transfers, which never change. */
@ApplicationScoped
class Books {
    private static final UUID START = new UUID(0, 0);

    // Balances of a moment are the sums of all transfers before it.
    private static final String WHOLE_TABLES = "SET TRANSACTION READ ONLY; SET LOCAL enable_seqscan = on;"
            + " SET LOCAL plan_cache_mode = force_custom_plan";
    private static final String BALANCES = """
            SELECT kind::text AS kind, unit, sum(amount)::bigint AS balance, count(DISTINCT owner) AS accounts
            FROM (SELECT credit_owner AS owner, credit_kind AS kind, unit, amount FROM transfer
                    WHERE brand_id = $1 AND transferred_at <= $2
                UNION ALL
                SELECT debit_owner, debit_kind, unit, -amount FROM transfer
                    WHERE brand_id = $1 AND transferred_at <= $2) AS side
            WHERE owner = coalesce($3, owner)
            GROUP BY 1, 2 ORDER BY 1, 2""";
    private static final String TRANSFERS = """
            SELECT reference, reason, unit, debit_kind::text AS debit_kind, debit_owner,
                credit_kind::text AS credit_kind, credit_owner, amount, transferred_at
            FROM transfer
            WHERE brand_id = $1 AND transferred_at >= $2 AND transferred_at < $3
                AND (reference, reason, unit) > ($4, $5, $6)
                AND txid_visible_in_snapshot(written_in, $8::text::txid_snapshot)
            ORDER BY reference, reason, unit LIMIT $7""";
    private static final List<String> COLUMNS = List.of(
            "reference",
            "reason",
            "unit",
            "debitKind",
            "debitOwner",
            "creditKind",
            "creditOwner",
            "amount",
            "transferredAt",
            "decimal");
    // Summed person by person in the order of the index, so that a page reads the payments of its own people only.
    private static final String TAX = """
            SELECT member_id, month, currency, count(*) AS count, sum(amount)::bigint AS amount FROM (
                SELECT debit_owner AS member_id, width_bucket(transferred_at, $4::timestamptz[]) AS month,
                    unit AS currency, amount
                FROM payment
                WHERE brand_id = $1 AND transferred_at >= $2 AND transferred_at < $3
                    AND debit_owner >= $5 AND txid_visible_in_snapshot(written_in, $9::text::txid_snapshot)) AS paid
            WHERE (member_id, month, currency) > ($5, $6, $7)
            GROUP BY member_id, month, currency
            ORDER BY member_id, month, currency LIMIT $8""";
    private static final String SNAPSHOT = "SELECT txid_current_snapshot()::text AS seen";
    private static final List<String> TAX_COLUMNS =
            List.of("memberId", "month", "currency", "count", "amountMinor", "decimal");

    private final Pool pool;

    Books(DatabasePools pools) {
        this.pool = pools.reports();
    }

    /**
     * The sum of the balances of all accounts of a kind.
     *
     * @param kind the kind of the accounts
     * @param unit {@code POINT}, {@code COUPON}, {@code GIFT}, or an ISO 4217 code
     * @param balance the sum, in the unit's minor unit
     * @param accounts the number of accounts that were ever used
     */
    @Schema(name = "Balance")
    public record Balance(
            Account.Kind kind,
            @Schema(examples = "CNY") String unit,
            @Schema(examples = "18800") long balance,
            long accounts) {}

    /**
     * Computes balances at a moment.
     *
     * @param owner the owner of the accounts: a member, a campaign, a staff key; null for the whole brand
     */
    Uni<List<Balance>> balances(UUID brand, Instant at, @Nullable UUID owner) {
        return pool.withTransaction(tx -> tx.query(WHOLE_TABLES)
                .execute()
                .flatMap(set -> tx.preparedQuery(BALANCES).execute(Tuple.of(brand, Columns.utc(at), owner)))
                .map(rows -> Rows.map(
                        rows,
                        row -> new Balance(
                                Account.Kind.valueOf(row.getString("kind")),
                                row.getString("unit"),
                                row.getLong("balance"),
                                row.getLong("accounts")))));
    }

    /** Exports the transfers from a moment to before another. */
    RowExport transfers(UUID brand, Instant from, Instant to) {
        Uni<String> snapshot = snapshot();
        return new RowExport(
                COLUMNS,
                last -> snapshot.flatMap(seen -> pool.preparedQuery(TRANSFERS)
                        .execute(Tuple.tuple()
                                .addUUID(brand)
                                .addOffsetDateTime(Columns.utc(from))
                                .addOffsetDateTime(Columns.utc(to))
                                .addUUID(last.map(row -> row.getUUID("reference"))
                                        .orElse(START))
                                .addString(text(last, "reason"))
                                .addString(text(last, "unit"))
                                .addInteger(RowExport.ROWS)
                                .addString(seen))),
                Books::cells);
    }

    /** Exports the payments to each person in each month of a year, by the calendar of a time zone. */
    RowExport tax(UUID brand, int year, ZoneId zone) {
        Uni<String> snapshot = snapshot();
        OffsetDateTime[] months = IntStream.rangeClosed(1, 12)
                .mapToObj(month -> BookDay.start(LocalDate.of(year, month, 1), zone))
                .toArray(OffsetDateTime[]::new);
        return new RowExport(
                TAX_COLUMNS,
                last -> snapshot.flatMap(seen -> pool.preparedQuery(TAX)
                        .execute(Tuple.tuple()
                                .addUUID(brand)
                                .addOffsetDateTime(months[0])
                                .addOffsetDateTime(BookDay.start(LocalDate.of(year + 1, 1, 1), zone))
                                .addArrayOfOffsetDateTime(months)
                                .addUUID(last.map(row -> row.getUUID("member_id"))
                                        .orElse(START))
                                .addInteger(
                                        last.map(row -> row.getInteger("month")).orElse(0))
                                .addString(text(last, "currency"))
                                .addInteger(RowExport.ROWS)
                                .addString(seen))),
                row -> List.of(
                        row.getUUID("member_id"),
                        YearMonth.of(year, row.getInteger("month")),
                        row.getString("currency"),
                        row.getLong("count"),
                        row.getLong("amount"),
                        MinorUnits.decimal(row.getLong("amount"), row.getString("currency"))));
    }

    /** The snapshot of an export, taken with its first page: no page has what is written after it. */
    private Uni<String> snapshot() {
        return Uni.createFrom()
                .deferred(() -> pool.query(SNAPSHOT).execute())
                .map(rows -> rows.iterator().next().getString("seen"))
                .memoize()
                .indefinitely();
    }

    private static String text(Optional<Row> row, String column) {
        return row.map(found -> found.getString(column)).orElse("");
    }

    private static List<Object> cells(Row row) {
        return List.of(
                row.getUUID("reference"),
                row.getString("reason"),
                row.getString("unit"),
                row.getString("debit_kind"),
                row.getUUID("debit_owner"),
                row.getString("credit_kind"),
                row.getUUID("credit_owner"),
                row.getLong("amount"),
                Rows.instant(row, "transferred_at"),
                decimal(row.getLong("amount"), row.getString("unit")));
    }

    /** An amount of money in its currency's own unit; empty for points, coupons and gifts. */
    private static Object decimal(long amount, String unit) {
        return MinorUnits.isCurrency(unit) ? MinorUnits.decimal(amount, unit) : "";
    }
}
