package dev.yima.bench;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Claims of the year before, written by SQL instead of HTTP: a claim, a transfer and a scan each, and members who have
 * made {@value #CLAIMS_EACH} claims each, so that every law of the ledger holds for them as for all others. The service
 * must have nothing to do meanwhile.
 */
final class Past {
    private static final int CLAIMS_EACH = 20;
    private static final int CHUNK = 250_000;

    /** A commit need not be on disk each time: the checkpoint in the end is. */
    private static final List<String> SETTINGS =
            List.of("SET synchronous_commit = off", "SET maintenance_work_mem = '512MB'", "SET work_mem = '64MB'");

    /** Indexes whose order the rows do not come in: faster made anew than kept up. */
    private static final String INDEXES = """
            SELECT 'ALTER TABLE claim DROP CONSTRAINT claim_once',
                'ALTER TABLE claim ADD CONSTRAINT claim_once ' || pg_get_constraintdef(oid)
            FROM pg_constraint WHERE conname = 'claim_once' AND conrelid = 'claim'::regclass
            UNION ALL
            SELECT 'DROP INDEX ' || relname, pg_get_indexdef(oid) FROM pg_class
            WHERE relname IN ('claim_by_member', 'scan_by_code')""";

    /** Of the n-th claim: lot and serial as {@link Codes} has them, and the member. */
    private static final String CLAIMS = """
            WITH made AS (
                INSERT INTO claim (lot, serial, slot, id, brand_id, member_id, campaign_id, position, prize_line, kind,
                    amount, unit, claimed_at)
                SELECT lot.numbers[1 + n % cardinality(lot.numbers)],
                    ((n / cardinality(lot.numbers))::bigint * a.stride & a.mask)::int, 'CONSUMER', uuidv7(), p.brand_id,
                    md5('member ' || (n - a.first) % a.members)::uuid, p.campaign_id, p.next_position + n - a.first,
                    0, 'POINTS', a.points, 'POINT',
                    now() - make_interval(days => 365) * (1 - (n - a.first)::float8 / a.count)
                FROM (SELECT ?::bigint AS stride, ?::int AS mask, ?::bigint AS points, ?::int AS first, ?::int AS count,
                    ?::int AS members) AS a
                CROSS JOIN (SELECT ?::int[] AS numbers) AS lot
                CROSS JOIN generate_series(?::int, ?::int) AS n
                CROSS JOIN pool p WHERE p.campaign_id = ?
                RETURNING *),
            moved AS (
                INSERT INTO transfer (reference, reason, unit, brand_id, debit_owner, debit_kind, credit_owner,
                    credit_kind, amount, transferred_at)
                SELECT id, 'AWARD', unit, brand_id, campaign_id, 'POOL', member_id, 'MEMBER', amount, claimed_at
                FROM made)
            INSERT INTO scan (lot, serial, scanned_at, member_id, brand_id, nth, counted, claim)
            SELECT lot, serial, claimed_at, member_id, brand_id, 1, true, true FROM made""";

    private static final String MEMBERS = """
            WITH each AS (
                SELECT md5('member ' || n)::uuid AS id, p.brand_id, a.claims, a.points
                FROM (SELECT ?::bigint AS claims, ?::bigint AS points) AS a
                CROSS JOIN generate_series(0, ?::int - 1) AS n
                CROSS JOIN pool p WHERE p.campaign_id = ?),
            known AS (
                INSERT INTO member (id, brand_id, scans, claims, created_at, last_seen_at)
                SELECT id, brand_id, claims, claims, now() - make_interval(days => 365), now() FROM each)
            INSERT INTO account (owner, kind, unit, brand_id, balance)
            SELECT id, 'MEMBER', 'POINT', brand_id, points FROM each""";

    private static final String PAID =
            "UPDATE account SET balance = balance - ? WHERE kind = 'POOL' AND unit = 'POINT' AND owner = ?";
    private static final String TAKEN = "UPDATE pool SET next_position = next_position + ? WHERE campaign_id = ?";

    private final List<Service.ActiveLot> lots;
    private final UUID campaign;

    /**
     * Prepares it.
     *
     * @param lots whose codes were claimed, in turn
     * @param campaign their campaign, in which every claim wins points
     */
    Past(List<Service.ActiveLot> lots, String campaign) {
        this.lots = lots;
        this.campaign = UUID.fromString(campaign);
    }

    /**
     * Writes the claims, and leaves the tables as they are when the night's vacuum is done.
     *
     * @param connection may change tables
     * @param first how many codes of the lots are left out
     * @param count how many claims; a multiple of {@value #CLAIMS_EACH}
     */
    void write(Connection connection, int first, int count) throws SQLException {
        if (count % CLAIMS_EACH != 0) {
            throw new IllegalArgumentException("must be a multiple of " + CLAIMS_EACH + ": claims=" + count);
        }
        try (Statement statement = connection.createStatement()) {
            for (String setting : SETTINGS) {
                statement.execute(setting);
            }
            List<Index> indexes = indexes(statement);
            for (Index index : indexes) {
                statement.execute(index.drop);
            }
            claims(connection, first, count);
            update(connection, MEMBERS, CLAIMS_EACH, CLAIMS_EACH * Service.POINTS, count / CLAIMS_EACH);
            update(connection, PAID, (long) count * Service.POINTS);
            update(connection, TAKEN, count);
            for (Index index : indexes) {
                statement.execute(index.make);
            }
            statement.execute("VACUUM (ANALYZE)");
        }
    }

    private void claims(Connection connection, int first, int count) throws SQLException {
        Array numbers = connection.createArrayOf(
                "int4", lots.stream().map(lot -> lot.codec().lot().value()).toArray(Integer[]::new));
        try (PreparedStatement insert = connection.prepareStatement(CLAIMS)) {
            insert.setLong(1, Integer.toUnsignedLong(Codes.STRIDE));
            insert.setInt(2, GrowthBench.LOT_SIZE - 1);
            insert.setLong(3, Service.POINTS);
            insert.setInt(4, first);
            insert.setInt(5, count);
            insert.setInt(6, count / CLAIMS_EACH);
            insert.setArray(7, numbers);
            insert.setObject(10, campaign);
            for (int done = 0; done < count; done += CHUNK) {
                insert.setInt(8, first + done);
                insert.setInt(9, first + Math.min(done + CHUNK, count) - 1);
                insert.executeUpdate();
            }
        }
    }

    /** Executes a statement whose last parameter is the campaign. */
    private void update(Connection connection, String sql, long... numbers) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < numbers.length; i++) {
                statement.setLong(i + 1, numbers[i]);
            }
            statement.setObject(numbers.length + 1, campaign);
            statement.executeUpdate();
        }
    }

    private static List<Index> indexes(Statement statement) throws SQLException {
        List<Index> indexes = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(INDEXES)) {
            while (rows.next()) {
                indexes.add(new Index(rows.getString(1), rows.getString(2)));
            }
        }
        return indexes;
    }

    private record Index(String drop, String make) {}
}
