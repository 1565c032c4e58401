package dev.yima.gateway.ledger.check;

import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of seals: where the ledger was sealed, the sums at that point, and the digests that they are proved by. */
@ApplicationScoped
class Seals {
    /** Claims and transfers of a range, by brand. Text of a moment depends on the zone, which each check sets. */
    private static final String DIGEST = Law.sql("""
            SELECT brand_id, count(*) FILTER (WHERE claims) AS claims, count(*) FILTER (WHERE NOT claims) AS transfers,
                sha256(string_agg(hash, ''::bytea ORDER BY hash)) AS digest
            FROM (SELECT brand_id, false AS claims, sha256(convert_to(ROW(reference, reason, unit, brand_id,
                    debit_owner, debit_kind, credit_owner, credit_kind, amount, corrects_reference, corrects_reason,
                    transferred_at, written_in)::text, 'UTF8')) AS hash FROM transfer[new] AS t
                UNION ALL
                SELECT brand_id, true, sha256(convert_to(ROW(lot, serial, slot, id, brand_id, member_id, campaign_id,
                    position, prize_line, drawn_line, kind, amount, unit, linked_to, partner_id, claimed_at,
                    written_in)::text, 'UTF8')) FROM claim[new] AS c) AS written
            GROUP BY brand_id""", true);

    private static final String SUMS = Law.sql("""
            SELECT owner, what, unit, brand_id, sum(amount)::bigint AS total FROM (
                SELECT credit_owner AS owner, credit_kind::text AS what, unit, brand_id, amount FROM transfer[new] AS t
                UNION ALL
                SELECT debit_owner, debit_kind::text, unit, brand_id, -amount FROM transfer[new] AS t
                UNION ALL
                SELECT campaign_id, 'CLAIMS', '', brand_id, 1 FROM claim[new] AS c WHERE position IS NOT NULL
                UNION ALL
                SELECT campaign_id, 'POSITIONS', '', brand_id, position FROM claim[new] AS c WHERE position > 0
                UNION ALL
                SELECT campaign_id, 'WON', prize_line::text, brand_id, 1 FROM claim[new] AS c
                WHERE prize_line IS NOT NULL) AS part
            GROUP BY 1, 2, 3, 4""", true);
    private static final String LAST = """
            SELECT number, until_txid, transfer_mib, sealed_at FROM ledger_seal ORDER BY number DESC LIMIT 1""";
    private static final String ALL = """
            SELECT number, until_txid, transfer_mib, sealed_at FROM ledger_seal ORDER BY number""";
    /** Numbers to seal at: of the first row of each so many pages, since rows are nearly in the order of numbers. */
    private static final String NEXT = """
            SELECT min(t.written_in) IS NOT NULL AS more, pg_relation_size('transfer') >> 20 AS mib,
                coalesce(min(t.written_in), txid_snapshot_xmin(txid_current_snapshot())) AS until
            FROM generate_series($2::bigint, pg_relation_size('transfer') / 8192 - 1, $2) AS page
            CROSS JOIN LATERAL (SELECT written_in FROM transfer WHERE ctid = format('(%s,1)', page)::tid) AS t
            WHERE t.written_in > $1 AND t.written_in < txid_snapshot_xmin(txid_current_snapshot())""";

    private static final String SEAL = """
            INSERT INTO ledger_seal (number, until_txid, transfer_mib, sealed_at) VALUES ($1, $2, $3, $4)""";
    private static final String CHAIN = """
            sha256(coalesce((SELECT chain FROM brand_seal p WHERE p.brand_id = d.brand_id AND p.number < $4
                ORDER BY p.number DESC LIMIT 1), ''::bytea) || int4send($4::int) || d.digest)""";
    private static final String SEAL_BRANDS = """
            INSERT INTO brand_seal (brand_id, number, claims, transfers, digest, chain)
            SELECT d.brand_id, $4, d.claims, d.transfers, d.digest, %s FROM (%s) AS d""".formatted(CHAIN, DIGEST);
    private static final String ADD_SUMS = """
            MERGE INTO sealed_sum s USING (%s) AS n
                ON (s.owner, s.what, s.unit, s.brand_id) = (n.owner, n.what, n.unit, n.brand_id)
            WHEN MATCHED AND s.total + n.total = 0 THEN DELETE
            WHEN MATCHED THEN UPDATE SET total = s.total + n.total
            WHEN NOT MATCHED AND n.total <> 0 THEN INSERT (owner, what, unit, brand_id, total)
                VALUES (n.owner, n.what, n.unit, n.brand_id, n.total)""".formatted(SUMS);
    private static final String CHANGED = """
            SELECT brand_id, 1::bigint AS faults FROM (SELECT d.*, %s AS chain FROM (%s) AS d) AS d
            FULL JOIN (SELECT * FROM brand_seal WHERE number = $4) AS s USING (brand_id)
            WHERE (d.claims, d.transfers, d.digest, d.chain)
                IS DISTINCT FROM (s.claims, s.transfers, s.digest, s.chain)""".formatted(CHAIN, DIGEST);
    private static final String RECOUNT = """
            INSERT INTO recounted_sum (run_id, owner, what, unit, brand_id, total)
            SELECT $4::uuid, n.* FROM (%s) AS n""".formatted(SUMS);
    private static final String MISCOUNTED = """
            SELECT brand_id, count(*) AS faults FROM (
                SELECT owner, what, unit, brand_id, sum(total) AS total FROM recounted_sum
                WHERE run_id = $3 AND owner BETWEEN $1 AND $2 GROUP BY 1, 2, 3, 4) AS n
            FULL JOIN (SELECT * FROM sealed_sum WHERE owner BETWEEN $1 AND $2) AS s USING (owner, what, unit, brand_id)
            WHERE coalesce(n.total, 0) <> coalesce(s.total, 0) GROUP BY 1""";
    /** All accounts of some owners, whether they moved or not. */
    private static final String BALANCES = """
            SELECT brand_id, count(*) AS faults FROM (
                SELECT owner, what, unit, brand_id, sum(total) AS total FROM (
                    SELECT owner, what, unit, brand_id, total FROM sealed_sum
                    WHERE owner BETWEEN $1 AND $2 AND what NOT IN ('CLAIMS', 'POSITIONS', 'WON')
                    UNION ALL
                    SELECT credit_owner, credit_kind::text, unit, brand_id, amount FROM transfer
                    WHERE written_in >= $3 AND credit_owner BETWEEN $1 AND $2
                    UNION ALL
                    SELECT debit_owner, debit_kind::text, unit, brand_id, -amount FROM transfer
                    WHERE written_in >= $3 AND debit_owner BETWEEN $1 AND $2) AS part
                GROUP BY 1, 2, 3, 4) AS s
            FULL JOIN (SELECT owner, kind::text AS what, unit, brand_id, balance FROM account
                WHERE owner BETWEEN $1 AND $2) AS a USING (owner, what, unit, brand_id)
            WHERE coalesce(s.total, 0) <> coalesce(a.balance, 0) GROUP BY 1""";

    private static final String SUMMARIZE = "SELECT summarize_written()";
    private static final String LAST_CHAIN = """
            SELECT encode(chain, 'hex') AS chain FROM brand_seal WHERE brand_id = $1 ORDER BY number DESC LIMIT 1""";
    private static final String RECORDED = """
            SELECT brand_id, law, faults FROM ledger_fault WHERE brand_id = $1""";
    private static final String RECORD = """
            INSERT INTO ledger_fault AS f (brand_id, law, faults)
            SELECT brand_id, law, sum(faults) FROM unnest($1::uuid[], $2::text[], $3::bigint[])
                AS n(brand_id, law, faults) GROUP BY 1, 2
            ON CONFLICT (brand_id, law) DO UPDATE SET faults = f.faults + excluded.faults""";

    /**
     * A seal.
     *
     * @param number its number; they are consecutive
     * @param until the first transaction that is not in it
     * @param transferMib the size of all transfers then, in MiB
     * @param at when it was made
     */
    record Seal(int number, long until, long transferMib, Instant at) {
        /** Stand-in for the seal before the first one. */
        static final Seal NONE = new Seal(0, 0, 0, Instant.EPOCH);

        private static Seal of(Row row) {
            return new Seal(
                    row.getInteger("number"),
                    row.getLong("until_txid"),
                    row.getLong("transfer_mib"),
                    Rows.instant(row, "sealed_at"));
        }
    }

    /** The last seal; {@link Seal#NONE} before the first. */
    Uni<Seal> last(SqlClient client) {
        return client.preparedQuery(LAST)
                .execute()
                .map(rows -> Rows.first(rows, Seal::of).orElse(Seal.NONE));
    }

    /** All seals, in their order. */
    Uni<List<Seal>> all(SqlClient client) {
        return client.preparedQuery(ALL).execute().map(rows -> Rows.map(rows, Seal::of));
    }

    /**
     * The seal that may come next.
     *
     * @param seal the seal
     * @param more whether another may come after it
     */
    record Next(Seal seal, boolean more) {}

    /** The seal that may come next: of so many pages at most, and of transactions that have all ended. */
    Uni<Next> next(SqlClient client, Seal last, long pagesMax, Instant now) {
        return client.preparedQuery(NEXT)
                .execute(Tuple.of(last.until, pagesMax))
                .map(rows -> rows.iterator().next())
                .map(row -> new Next(
                        new Seal(last.number + 1, row.getLong("until"), row.getLong("mib"), now),
                        row.getBoolean("more")));
    }

    /** Writes a seal, the digests of its rows, and the sums with them. */
    Uni<Void> write(SqlConnection tx, Seal seal, TransactionRange range) {
        Tuple made = Tuple.of(seal.number, seal.until, seal.transferMib, Columns.utc(seal.at));
        return tx.preparedQuery(SEAL)
                .execute(made)
                .flatMap(done ->
                        tx.preparedQuery(SEAL_BRANDS).execute(range.tuple().addInteger(seal.number)))
                .flatMap(done -> tx.preparedQuery(ADD_SUMS).execute(range.tuple()))
                .replaceWithVoid();
    }

    /** Compares a seal with its rows as they are now, and sums them up once more. */
    Uni<Faults> prove(SqlConnection tx, UUID run, Seal seal, TransactionRange range) {
        return tx.preparedQuery(CHANGED)
                .execute(range.tuple().addInteger(seal.number))
                .map(rows -> faults(rows, Laws.SEALS))
                .call(found -> tx.preparedQuery(RECOUNT).execute(range.tuple().addUUID(run)));
    }

    /** Forgets what was summed up once more. */
    Uni<Void> forgetRecount(SqlClient client) {
        return client.query("TRUNCATE recounted_sum").execute().replaceWithVoid();
    }

    /** Compares the sums of some owners with those that a run has counted once more. */
    Uni<Faults> miscounted(SqlClient client, UUID run, UUID first, UUID last) {
        return client.preparedQuery(MISCOUNTED)
                .execute(Tuple.of(first, last, run))
                .map(rows -> faults(rows, Laws.SEALS));
    }

    /** Compares all accounts of some owners with their transfers. */
    Uni<Faults> balances(SqlClient client, UUID first, UUID last, Seal seal) {
        return client.preparedQuery(BALANCES)
                .execute(Tuple.of(first, last, seal.until))
                .map(rows -> faults(rows, TransferLaws.BALANCES.name()));
    }

    /** The last link of a brand's chain, in hexadecimal digits; null before its first seal. */
    Uni<@Nullable String> chain(SqlClient client, UUID brand) {
        return client.preparedQuery(LAST_CHAIN)
                .execute(Tuple.of(brand))
                .map(rows -> Rows.first(rows, row -> row.getString("chain")).orElse(null));
    }

    /** The faults in what is sealed of a brand. */
    Uni<Faults> recorded(SqlClient client, UUID brand) {
        return client.preparedQuery(RECORDED)
                .execute(Tuple.of(brand))
                .map(rows -> new Faults(Rows.map(
                        rows,
                        row -> new Faults.Of(row.getUUID("brand_id"), row.getString("law"), row.getLong("faults")))));
    }

    /** Adds faults to those of what is sealed. */
    Uni<Void> record(SqlConnection tx, Faults faults) {
        if (faults.all().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return tx.preparedQuery(RECORD)
                .execute(Columns.of(faults.all())
                        .uuids(Faults.Of::brand)
                        .texts(Faults.Of::law)
                        .longs(Faults.Of::count)
                        .tuple())
                .replaceWithVoid();
    }

    /** Puts the faults of a full check in the place of all that were recorded. */
    Uni<Void> replace(SqlConnection tx, Faults faults) {
        return tx.query("DELETE FROM ledger_fault").execute().flatMap(done -> record(tx, faults));
    }

    /** Tells the indexes of blocks what was written since they were last told, so that the next look reads no more. */
    Uni<Void> summarize(SqlClient client) {
        return client.query(SUMMARIZE).execute().replaceWithVoid();
    }

    private static Faults faults(RowSet<Row> rows, String law) {
        return new Faults(Rows.map(rows, row -> new Faults.Of(row.getUUID("brand_id"), law, row.getLong("faults"))));
    }
}
