package dev.yima.gateway.diversion;

import dev.yima.gateway.diversion.AttributedScan.Attribution;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.history.LocatedScan;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.supply.movement.MovementLog.Range;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rows of attributed scans, and the queue of those that are to be attributed anew. */
@ApplicationScoped
public class AttributedScanRepository {
    /** The number of entries of the queue that are read together. */
    private static final int ENTRIES_MAX = 200;

    /** Of items only, and of none of a test; the earliest wins, and reading it again changes nothing. */
    private static final String INSERT = """
            INSERT INTO attributed_scan AS s (lot, serial, member_id, network, brand_id, scanned_at, region)
            SELECT q.* FROM unnest($1::int[], $2::int[], $3::uuid[], $4::uuid[], $5::uuid[], $6::timestamptz[],
                $7::text[]) AS q(lot, serial, member_id, network, brand_id, scanned_at, region)
                JOIN lot l ON l.number = q.lot
            WHERE l.kind IN ('ITEM_INNER', 'ITEM_OUTER') AND NOT l.test
            ON CONFLICT (lot, serial) DO UPDATE SET member_id = excluded.member_id, network = excluded.network,
                scanned_at = excluded.scanned_at, region = excluded.region
                WHERE (excluded.scanned_at, excluded.member_id) < (s.scanned_at, s.member_id)
            RETURNING s.*""";

    private static final String ATTRIBUTE = """
            UPDATE attributed_scan s SET case_lot = q.case_lot, case_serial = q.case_serial, dealer_id = q.dealer_id,
                counted_region = q.region, counted_member = q.member_id, counted_network = q.network
            FROM unnest($1::int[], $2::int[], $3::int[], $4::int[], $5::uuid[], $6::text[], $7::uuid[], $8::uuid[])
                AS q(lot, serial, case_lot, case_serial, dealer_id, region, member_id, network)
            WHERE s.lot = q.lot AND s.serial = q.serial""";
    private static final String PRESENT = """
            SELECT q.* FROM unnest($1::int[], $2::int[], $3::uuid[], $4::text[], $5::uuid[])
                AS q(lot, serial, dealer_id, kind, id)
            WHERE CASE q.kind
                WHEN 'PERSON' THEN EXISTS (SELECT 1 FROM attributed_scan s WHERE s.dealer_id = q.dealer_id
                    AND s.counted_member = q.id AND (q.lot IS NULL OR s.case_lot = q.lot AND s.case_serial = q.serial))
                ELSE EXISTS (SELECT 1 FROM attributed_scan s WHERE s.dealer_id = q.dealer_id
                    AND s.counted_network = q.id AND (q.lot IS NULL OR s.case_lot = q.lot AND s.case_serial = q.serial))
                END""";

    private static final String ENQUEUE = """
            INSERT INTO attribution_queue (lot, serial, last_serial)
            SELECT q.lot, q.first, q.last FROM unnest($1::int[], $2::int[], $3::int[]) AS q(lot, first, last)
            WHERE EXISTS (
                SELECT 1 FROM attributed_scan s WHERE s.lot = q.lot AND s.serial BETWEEN q.first AND q.last)""";
    private static final String ENTRIES =
            "SELECT max(id) AS last FROM (SELECT id FROM attribution_queue ORDER BY id LIMIT $1) AS q";
    private static final String QUEUED = """
            SELECT q.id, s.* FROM attribution_queue q CROSS JOIN LATERAL (
                SELECT * FROM attributed_scan s WHERE s.lot = q.lot AND s.serial BETWEEN q.serial AND q.last_serial
                ORDER BY s.serial LIMIT $2) AS s
            WHERE q.id <= $1 ORDER BY q.id, s.serial LIMIT $2""";
    private static final String DONE = "DELETE FROM attribution_queue WHERE id <= $1";
    private static final String MOVE_ON = "UPDATE attribution_queue SET serial = $2 WHERE id = $1";

    /** The earliest, of at most 20,000. */
    private static final String OF_CASE = """
            SELECT * FROM (
                SELECT * FROM attributed_scan WHERE case_lot = $1 AND case_serial = $2 AND dealer_id IS NOT NULL
                AND brand_id = $3 LIMIT 20000) AS q
            ORDER BY scanned_at, lot, serial LIMIT $4""";

    /** Writes the first scans of codes; gives those that were not known before, or not as early. */
    public Uni<List<AttributedScan>> insert(SqlClient tx, Collection<LocatedScan> scans) {
        if (scans.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Tuple columns = Columns.of(scans)
                .ints(scan -> scan.code().lot())
                .ints(scan -> scan.code().serial())
                .uuids(LocatedScan::member)
                .uuids(LocatedScan::network)
                .uuids(LocatedScan::brand)
                .instants(LocatedScan::at)
                .texts(LocatedScan::region)
                .tuple();
        return tx.preparedQuery(INSERT).execute(columns).map(AttributedScanRepository::scans);
    }

    /** Writes the attributions of scans; null for none. */
    public Uni<Void> attribute(SqlClient tx, Map<CodeRef, @Nullable Attribution> changes) {
        Tuple columns = Columns.of(changes.keySet())
                .ints(CodeRef::lot)
                .ints(CodeRef::serial)
                .ints(code -> part(changes.get(code), to -> to.pack().lot()))
                .ints(code -> part(changes.get(code), to -> to.pack().serial()))
                .uuids(code -> part(changes.get(code), Attribution::dealer))
                .texts(code -> part(changes.get(code), Attribution::region))
                .uuids(code -> part(changes.get(code), Attribution::member))
                .uuids(code -> part(changes.get(code), Attribution::network))
                .tuple();
        return tx.preparedQuery(ATTRIBUTE).execute(columns).replaceWithVoid();
    }

    private static <T> @Nullable T part(@Nullable Attribution attribution, Function<Attribution, @Nullable T> part) {
        return attribution == null ? null : part.apply(attribution);
    }

    /** Those of some scanners who have an attributed scan of the case, or of any goods of the dealer. */
    public Uni<Set<DistinctScanner>> present(SqlClient tx, Collection<DistinctScanner> asked) {
        Tuple columns = Columns.of(asked)
                .ints(one -> one.pack() == null ? null : one.pack().lot())
                .ints(one -> one.pack() == null ? null : one.pack().serial())
                .uuids(DistinctScanner::dealer)
                .names(DistinctScanner::kind)
                .uuids(DistinctScanner::id)
                .tuple();
        return tx.preparedQuery(PRESENT).execute(columns).map(rows -> Set.copyOf(Rows.map(rows, DistinctScanner::of)));
    }

    /** The earliest scans that are attributed to a case. */
    public Uni<List<AttributedScan>> ofCase(SqlClient client, UUID brand, CodeRef code, int limit) {
        return client.preparedQuery(OF_CASE)
                .execute(Tuple.of(code.lot(), code.serial(), brand, limit))
                .map(AttributedScanRepository::scans);
    }

    /** Queues codes whose scans are to be attributed anew; those without a scan are left out. */
    public Uni<Void> enqueue(SqlClient tx, List<Range> ranges) {
        Tuple columns = Columns.of(ranges)
                .ints(Range::lot)
                .ints(Range::first)
                .ints(Range::last)
                .tuple();
        return tx.preparedQuery(ENQUEUE).execute(columns).replaceWithVoid();
    }

    /** Takes scans off the queue, at most as many as the limit. */
    public Uni<List<AttributedScan>> dequeue(SqlClient tx, int limit) {
        return tx.preparedQuery(ENTRIES).execute(Tuple.of(ENTRIES_MAX)).flatMap(found -> {
            Long last = found.iterator().next().getLong("last");
            return last == null
                    ? Uni.createFrom().item(List.of())
                    : tx.preparedQuery(QUEUED)
                            .execute(Tuple.of(last, limit))
                            .call(rows -> moveOn(tx, rows, last, limit))
                            .map(AttributedScanRepository::scans);
        });
    }

    private static Uni<Void> moveOn(SqlClient tx, RowSet<Row> rows, long last, int limit) {
        if (rows.size() < limit) {
            return tx.preparedQuery(DONE).execute(Tuple.of(last)).replaceWithVoid();
        }
        List<Row> all = new ArrayList<>(limit);
        rows.forEach(all::add);
        Row end = all.get(limit - 1);
        // A serial beyond the last one of the entry finds nothing, and the entry goes with the next piece.
        return tx.preparedQuery(DONE)
                .execute(Tuple.of(end.getLong("id") - 1))
                .flatMap(done ->
                        tx.preparedQuery(MOVE_ON).execute(Tuple.of(end.getLong("id"), end.getInteger("serial") + 1)))
                .replaceWithVoid();
    }

    private static List<AttributedScan> scans(RowSet<Row> rows) {
        return Rows.map(rows, AttributedScan::of);
    }
}
