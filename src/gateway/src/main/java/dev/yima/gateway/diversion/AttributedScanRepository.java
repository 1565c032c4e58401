package dev.yima.gateway.diversion;

import dev.yima.gateway.diversion.AttributedScan.Counted;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.history.LocatedScan;
import dev.yima.gateway.supply.movement.MovementLog.Range;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The rows of located scans, and the queue of those that are to be counted anew. */
@ApplicationScoped
public class AttributedScanRepository {
    /** Entries of the queue that are looked at together. */
    private static final int ENTRIES_MAX = 200;

    /** Of items only; the earliest wins, and reading it again changes nothing. */
    private static final String INSERT = """
            INSERT INTO attributed_scan AS s (lot, serial, member_id, network, brand_id, scanned_at, region)
            SELECT q.* FROM unnest($1::int[], $2::int[], $3::uuid[], $4::uuid[], $5::uuid[], $6::timestamptz[],
                $7::text[]) AS q(lot, serial, member_id, network, brand_id, scanned_at, region)
                JOIN lot l ON l.number = q.lot
            WHERE l.kind IN ('ITEM_INNER', 'ITEM_OUTER')
            ON CONFLICT (lot, serial) DO UPDATE SET member_id = excluded.member_id, network = excluded.network,
                scanned_at = excluded.scanned_at, region = excluded.region
                WHERE (excluded.scanned_at, excluded.member_id) < (s.scanned_at, s.member_id)
            RETURNING s.*""";

    private static final String COUNT = """
            UPDATE attributed_scan s SET case_lot = q.case_lot, case_serial = q.case_serial, dealer_id = q.dealer_id,
                counted_region = q.region, counted_member = q.member_id, counted_network = q.network
            FROM unnest($1::int[], $2::int[], $3::int[], $4::int[], $5::uuid[], $6::text[], $7::uuid[], $8::uuid[])
                AS q(lot, serial, case_lot, case_serial, dealer_id, region, member_id, network)
            WHERE s.lot = q.lot AND s.serial = q.serial""";
    private static final String WITNESSES = """
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

    /** The earliest, of no more than may be looked at. */
    private static final String OF_CASE = """
            SELECT * FROM (
                SELECT * FROM attributed_scan WHERE case_lot = $1 AND case_serial = $2 AND dealer_id IS NOT NULL
                AND brand_id = $3 LIMIT 20000) AS q
            ORDER BY scanned_at, lot, serial LIMIT $4""";

    /**
     * Who tells where goods are: a person, or a network on a day; of a case, or of all goods of a dealer.
     *
     * @param pack a case; null for all goods of the dealer
     * @param dealer the dealer
     * @param kind what it is
     * @param id its pseudonym
     */
    public record Witness(@Nullable CodeRef pack, UUID dealer, Kind kind, UUID id) {
        /** What a witness is. */
        public enum Kind {
            /** Somebody who scanned. */
            PERSON,
            /** A network on a day. */
            NETWORK
        }

        /** The same for the case and for its dealer. */
        public static List<Witness> both(Kind kind, Counted place, UUID id) {
            return List.of(
                    new Witness(place.pack(), place.dealer(), kind, id), new Witness(null, place.dealer(), kind, id));
        }

        private static Witness of(Row row) {
            Integer lot = row.getInteger("lot");
            return new Witness(
                    lot == null ? null : new CodeRef(lot, row.getInteger("serial")),
                    row.getUUID("dealer_id"),
                    Kind.valueOf(row.getString("kind")),
                    row.getUUID("id"));
        }
    }

    /** Writes scans; those that were not known, or not as early. */
    public Uni<List<AttributedScan>> insert(SqlClient tx, Collection<LocatedScan> scans) {
        if (scans.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Tuple columns = Tuple.tuple()
                .addArrayOfInteger(ints(scans, scan -> scan.code().lot()))
                .addArrayOfInteger(ints(scans, scan -> scan.code().serial()))
                .addArrayOfUUID(uuids(scans, LocatedScan::member))
                .addArrayOfUUID(networks(scans))
                .addArrayOfUUID(uuids(scans, LocatedScan::brand))
                .addArrayOfOffsetDateTime(scans.stream()
                        .map(scan -> scan.at().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new))
                .addArrayOfString(texts(scans, LocatedScan::region));
        return tx.preparedQuery(INSERT).execute(columns).map(AttributedScanRepository::located);
    }

    @SuppressWarnings("NullAway") // scans from before networks were remembered have none
    private static UUID[] networks(Collection<LocatedScan> scans) {
        return uuids(scans, LocatedScan::network);
    }

    /** Writes down as what scans are counted from now on. */
    public Uni<Void> count(SqlClient tx, Map<CodeRef, @Nullable Counted> changes) {
        List<CodeRef> codes = List.copyOf(changes.keySet());
        Tuple columns = Tuple.tuple()
                .addArrayOfInteger(ints(codes, CodeRef::lot))
                .addArrayOfInteger(ints(codes, CodeRef::serial))
                .addArrayOfInteger(ints(
                        codes, code -> part(changes.get(code), to -> to.pack().lot())))
                .addArrayOfInteger(ints(
                        codes, code -> part(changes.get(code), to -> to.pack().serial())))
                .addArrayOfUUID(uuids(codes, code -> part(changes.get(code), Counted::dealer)))
                .addArrayOfString(texts(codes, code -> part(changes.get(code), Counted::region)))
                .addArrayOfUUID(uuids(codes, code -> part(changes.get(code), Counted::member)))
                .addArrayOfUUID(uuids(codes, code -> part(changes.get(code), Counted::network)));
        return tx.preparedQuery(COUNT).execute(columns).replaceWithVoid();
    }

    @SuppressWarnings("NullAway") // what is not counted has null in six columns, and a network need not be known
    private static <T> T part(@Nullable Counted counted, Function<Counted, @Nullable T> part) {
        return counted == null ? null : part.apply(counted);
    }

    /** Those of some witnesses who have a counted scan of the case, or of any goods of the dealer. */
    public Uni<Set<Witness>> witnesses(SqlClient tx, Collection<Witness> asked) {
        Tuple columns = Tuple.tuple()
                .addArrayOfInteger(ints(asked, one -> pack(one, CodeRef::lot)))
                .addArrayOfInteger(ints(asked, one -> pack(one, CodeRef::serial)))
                .addArrayOfUUID(uuids(asked, Witness::dealer))
                .addArrayOfString(texts(asked, one -> one.kind().name()))
                .addArrayOfUUID(uuids(asked, Witness::id));
        return tx.preparedQuery(WITNESSES)
                .execute(columns)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Witness::of)
                        .collect(Collectors.toSet()));
    }

    @SuppressWarnings("NullAway") // what is of all goods has null in two columns
    private static Integer pack(Witness witness, Function<CodeRef, Integer> part) {
        return witness.pack() == null ? null : part.apply(witness.pack());
    }

    /** The earliest scans that are counted of a case. */
    public Uni<List<AttributedScan>> ofCase(SqlClient client, UUID brand, CodeRef code, int limit) {
        return client.preparedQuery(OF_CASE)
                .execute(Tuple.of(code.lot(), code.serial(), brand, limit))
                .map(AttributedScanRepository::located);
    }

    /** Remembers codes whose scans are to be counted anew; those that nobody scanned are left out. */
    public Uni<Void> enqueue(SqlClient tx, List<Range> ranges) {
        Tuple columns = Tuple.tuple()
                .addArrayOfInteger(ints(ranges, Range::lot))
                .addArrayOfInteger(ints(ranges, Range::first))
                .addArrayOfInteger(ints(ranges, Range::last));
        return tx.preparedQuery(ENQUEUE).execute(columns).replaceWithVoid();
    }

    /** Takes scans that are to be counted anew off the queue. */
    public Uni<List<AttributedScan>> dequeue(SqlClient tx, int limit) {
        return tx.preparedQuery(ENTRIES).execute(Tuple.of(ENTRIES_MAX)).flatMap(found -> {
            Long last = found.iterator().next().getLong("last");
            return last == null
                    ? Uni.createFrom().item(List.of())
                    : tx.preparedQuery(QUEUED)
                            .execute(Tuple.of(last, limit))
                            .call(rows -> moveOn(tx, rows, last, limit))
                            .map(AttributedScanRepository::located);
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

    private static List<AttributedScan> located(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(AttributedScan::of)
                .toList();
    }

    private static <T> Integer[] ints(Collection<T> rows, Function<T, Integer> value) {
        return rows.stream().map(value).toArray(Integer[]::new);
    }

    private static <T> UUID[] uuids(Collection<T> rows, Function<T, UUID> value) {
        return rows.stream().map(value).toArray(UUID[]::new);
    }

    private static <T> String[] texts(Collection<T> rows, Function<T, String> value) {
        return rows.stream().map(value).toArray(String[]::new);
    }
}
