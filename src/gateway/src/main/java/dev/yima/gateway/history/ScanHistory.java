package dev.yima.gateway.history;

import dev.yima.gateway.platform.async.Batcher;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.DatabasePools;
import dev.yima.gateway.platform.db.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The history of codes in PostgreSQL, the truth behind the states in Redis; read for many codes at once. */
@ApplicationScoped
public class ScanHistory {
    private static final int ROWS_MAX = 1_024;
    /**
     * Most codes were never scanned: they are probed for any scan at all first, and those without have no row. A claim
     * is not without its scan, which is written in the same commit; nor is a tally, which adds to the rows.
     */
    private static final String READ = """
            SELECT q.n, h.counted + coalesce(t.earlier + CASE WHEN t.since < q.before THEN t.counted ELSE 0 END, 0)
                AS counted, h.first_at, h.first_member, h.last_own, c.member_id AS claimed_by
            FROM unnest($1::int[], $2::int[], $3::uuid[], $4::timestamptz[]) WITH ORDINALITY
                AS q(lot, serial, asking, before, n)
            CROSS JOIN LATERAL (SELECT 1 FROM scan s WHERE s.lot = q.lot AND s.serial = q.serial LIMIT 1) AS known
            CROSS JOIN LATERAL (
                SELECT count(*) FILTER (WHERE s.counted) AS counted,
                       min(s.scanned_at) AS first_at,
                       (array_agg(s.member_id ORDER BY s.scanned_at))[1] AS first_member,
                       max(s.scanned_at) FILTER (WHERE s.counted AND s.member_id = q.asking) AS last_own
                FROM scan s WHERE s.lot = q.lot AND s.serial = q.serial AND s.scanned_at < q.before) h
            LEFT JOIN scan_tally t ON t.lot = q.lot AND t.serial = q.serial
            LEFT JOIN claim c ON c.lot = q.lot AND c.serial = q.serial AND c.slot = 'CONSUMER'""";

    private final Pool pool;
    private final Batcher<Query, CodeHistory> batcher;

    ScanHistory(DatabasePools pools, Vertx vertx, YimaConfig config) {
        this.pool = pools.reads();
        this.batcher = new Batcher<>(
                vertx, ROWS_MAX, config.limits().queueMax(), config.limits().readWithin(), this::read);
    }

    /**
     * The history of a code before a moment.
     *
     * @param counted the number of counted scans
     * @param firstAt the time of the first scan, null when there was none
     * @param firstMember the member who made it, null when there was none
     * @param lastOwn the time of the asking member's last counted scan, null when there was none
     * @param claimedBy the holder of the consumer's claim, null when there is none; as of now, not of the moment
     */
    public record CodeHistory(
            long counted,
            @Nullable Instant firstAt,
            @Nullable UUID firstMember,
            @Nullable Instant lastOwn,
            @Nullable UUID claimedBy) {
        /** The history of a code that was never scanned. */
        static final CodeHistory NONE = new CodeHistory(0, null, null, null, null);
    }

    /**
     * Reads the history of a code. Fails when PostgreSQL does not answer in time, or too many are waiting.
     *
     * @param code the code
     * @param member the asking member
     * @param before the moment from which on scans are left out
     */
    public Uni<CodeHistory> before(CodeRef code, UUID member, Instant before) {
        return batcher.submit(new Query(code, member, before));
    }

    private Uni<List<CodeHistory>> read(List<Query> queries) {
        Tuple columns = Columns.of(queries)
                .ints(query -> query.code.lot())
                .ints(query -> query.code.serial())
                .uuids(Query::member)
                .instants(Query::before)
                .tuple();
        return pool.preparedQuery(READ).execute(columns).map(rows -> histories(rows, queries.size()));
    }

    private static List<CodeHistory> histories(RowSet<Row> rows, int count) {
        List<CodeHistory> histories = new ArrayList<>(Collections.nCopies(count, CodeHistory.NONE));
        for (Row row : rows) {
            CodeHistory history = new CodeHistory(
                    row.getLong("counted"),
                    Rows.instantOrNull(row, "first_at"),
                    row.getUUID("first_member"),
                    Rows.instantOrNull(row, "last_own"),
                    row.getUUID("claimed_by"));
            histories.set(row.getLong("n").intValue() - 1, history);
        }
        return histories;
    }

    private record Query(CodeRef code, UUID member, Instant before) {}
}
