package dev.yima.gateway.ledger.check;

import dev.yima.gateway.platform.db.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A law of money: a query for what breaks it, as {@code brand_id} and a {@code key} that tells one fault from another.
 *
 * <p>A query is SQL with three short forms. {@code transfer[new]} is the rows of a table that a range of transactions
 * wrote last, of one brand or of all. {@code payout[t.reference]} is the row with that key, or {@code transfer[c.id,
 * 'AWARD']} the transfer of it for that reason, looked up by an index however large the table is. {@code
 * account[moved]} is the accounts that the query has as {@code moved}, or all where the range begins with the first
 * transaction.
 *
 * @param name its name, which auditors know
 * @param fault the plural of what breaks it
 * @param reach what it must read to be checked
 * @param query the query
 */
record Law(String name, String fault, Reach reach, String query) {
    /** The rows that must be read to check a law by difference. */
    enum Reach {
        /** The rows that were written in a range; each row is checked by itself. */
        ROWS,
        /** The accounts that moved from a seal until now, and what they held at the seal. */
        ACCOUNTS,
        /** Few rows as they are now, such as the counters of pools, and sums since the last seal. */
        NOW,
        /** Everything: a full check alone. */
        ALL
    }

    private static final Map<String, String> KEYS = Map.of(
            "transfer", "reference",
            "pool_counter", "campaign_id",
            "campaign_lots", "campaign_id",
            "points_credit", "id",
            "points_adjustment", "id");
    private static final Pattern NEW = Pattern.compile("\\b([a-z_]+)\\[new]");
    private static final Pattern BY_KEY = Pattern.compile("\\b([a-z_]+)\\[([a-z_.]+)(?:, ('[A-Z]+'))?]");
    private static final Pattern MOVED = Pattern.compile("\\b([a-z_]+)\\[moved]");
    private static final String OF_RANGE =
            "(SELECT * FROM $1 WHERE written_in >= \\$2 AND written_in < \\$3 AND brand_id = coalesce(\\$1, brand_id))";
    private static final String OF_BRAND = "(SELECT * FROM $1 WHERE brand_id = coalesce(\\$1, brand_id))";
    private static final String OF_MOVED = """
            (SELECT a.* FROM moved m CROSS JOIN LATERAL (SELECT * FROM $1 AS a
                WHERE (a.owner, a.kind, a.unit) = (m.owner, m.kind, m.unit) OFFSET 0) AS a)""";
    private static final String COUNT = """
            SELECT brand_id, count(DISTINCT key) AS faults FROM (%s) AS broken
            WHERE brand_id = coalesce($1::uuid, brand_id) AND $2::bigint <= $3::bigint GROUP BY brand_id""";

    /** Counts what breaks it, by brand, in a range of transactions; brands without a fault are left out. */
    Uni<Faults> check(SqlConnection tx, TransactionRange range) {
        return tx.preparedQuery(counting(range.isFromTheFirst()))
                .execute(range.tuple())
                .map(rows -> Rows.map(rows, row -> new Faults.Of(row.getUUID("brand_id"), name, row.getLong("faults"))))
                .map(Faults::of);
    }

    /** The statement that counts what breaks it, with a brand or null and the two ends of a range as parameters. */
    String counting(boolean all) {
        return COUNT.formatted(sql(query, all));
    }

    /** Writes the short forms of a query out. */
    static String sql(String query, boolean all) {
        String rows = NEW.matcher(query).replaceAll(OF_RANGE);
        String accounts = MOVED.matcher(rows).replaceAll(all ? OF_BRAND : OF_MOVED);
        return BY_KEY.matcher(accounts)
                .replaceAll(key -> "LATERAL (SELECT * FROM %s WHERE %s = %s%s OFFSET 0)"
                        .formatted(
                                key.group(1),
                                KEYS.getOrDefault(key.group(1), "claim_id"),
                                key.group(2),
                                key.group(3) == null ? "" : " AND reason = " + key.group(3)));
    }
}
