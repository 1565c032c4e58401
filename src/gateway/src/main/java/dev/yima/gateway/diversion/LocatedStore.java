package dev.yima.gateway.diversion;

import dev.yima.gateway.channel.MovementLog.Range;
import dev.yima.gateway.diversion.Located.Counted;
import dev.yima.gateway.diversion.Located.Key;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.history.LocatedScan;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The rows of located scans, and the queue of those that are to be counted anew. */
@ApplicationScoped
class LocatedStore {
    private static final UUID NOBODY = new UUID(0, 0);
    /** Entries of the queue that are looked at together. */
    private static final int ENTRIES_MAX = 200;

    /** Of items only; the earliest wins, and reading it again changes nothing. */
    private static final String INSERT = """
            INSERT INTO located_scan AS s (lot, serial, member_id, brand_id, scanned_at, region)
            SELECT q.* FROM unnest($1::int[], $2::int[], $3::uuid[], $4::uuid[], $5::timestamptz[], $6::text[])
                AS q(lot, serial, member_id, brand_id, scanned_at, region) JOIN lot l ON l.number = q.lot
            WHERE l.kind IN ('ITEM_INNER', 'ITEM_OUTER')
            ON CONFLICT (lot, serial, member_id) DO UPDATE
                SET scanned_at = excluded.scanned_at, region = excluded.region
                WHERE excluded.scanned_at < s.scanned_at
            RETURNING s.*""";

    private static final String COUNT = """
            UPDATE located_scan s SET case_lot = q.case_lot, case_serial = q.case_serial, dealer_id = q.dealer_id,
                counted_region = q.region
            FROM unnest($1::int[], $2::int[], $3::uuid[], $4::int[], $5::int[], $6::uuid[], $7::text[])
                AS q(lot, serial, member_id, case_lot, case_serial, dealer_id, region)
            WHERE s.lot = q.lot AND s.serial = q.serial AND s.member_id = q.member_id""";
    private static final String PEOPLE_OF_CASES = """
            SELECT q.lot, q.serial, q.dealer_id, q.member_id
            FROM unnest($1::int[], $2::int[], $3::uuid[], $4::uuid[]) AS q(lot, serial, dealer_id, member_id)
            WHERE EXISTS (SELECT 1 FROM located_scan s WHERE s.case_lot = q.lot AND s.case_serial = q.serial
                AND s.dealer_id = q.dealer_id AND s.member_id = q.member_id AND s.dealer_id IS NOT NULL)""";
    private static final String PEOPLE_OF_DEALERS = """
            SELECT q.dealer_id, q.member_id FROM unnest($1::uuid[], $2::uuid[]) AS q(dealer_id, member_id)
            WHERE EXISTS (SELECT 1 FROM located_scan s WHERE s.dealer_id = q.dealer_id
                AND s.member_id = q.member_id AND s.dealer_id IS NOT NULL)""";
    private static final String ITEMS = """
            SELECT q.* FROM unnest($1::int[], $2::int[], $3::uuid[], $4::text[]) AS q(lot, serial, dealer_id, region)
            WHERE EXISTS (SELECT 1 FROM located_scan s WHERE s.lot = q.lot AND s.serial = q.serial
                AND s.dealer_id = q.dealer_id AND s.counted_region = q.region)""";

    private static final String ENQUEUE = """
            INSERT INTO diversion_recount (lot, serial, last, member_id)
            SELECT q.lot, q.first, q.last, $4 FROM unnest($1::int[], $2::int[], $3::int[]) AS q(lot, first, last)
            WHERE EXISTS (SELECT 1 FROM located_scan s WHERE s.lot = q.lot AND s.serial BETWEEN q.first AND q.last)""";
    private static final String ENTRIES =
            "SELECT max(id) AS last FROM (SELECT id FROM diversion_recount ORDER BY id LIMIT $1) AS q";
    private static final String QUEUED = """
            SELECT q.id, s.* FROM diversion_recount q CROSS JOIN LATERAL (
                SELECT * FROM located_scan s WHERE s.lot = q.lot
                    AND (s.serial, s.member_id) > (q.serial, q.member_id) AND s.serial <= q.last
                ORDER BY s.serial, s.member_id LIMIT $2) AS s
            WHERE q.id <= $1 ORDER BY q.id, s.serial, s.member_id LIMIT $2""";
    private static final String DONE = "DELETE FROM diversion_recount WHERE id <= $1";
    private static final String MOVE_ON = "UPDATE diversion_recount SET serial = $2, member_id = $3 WHERE id = $1";

    /** The earliest, of no more than may be looked at. */
    private static final String OF_CASE = """
            SELECT * FROM (SELECT * FROM located_scan WHERE case_lot = $1 AND case_serial = $2 AND dealer_id IS NOT NULL
                AND brand_id = $3 LIMIT 20000) AS q
            ORDER BY scanned_at, lot, serial, member_id LIMIT $4""";

    /**
     * A person and what they scanned goods of.
     *
     * @param pack a case; null for all goods of the dealer
     * @param dealer the dealer
     * @param member the person
     */
    record Person(@Nullable CodeRef pack, UUID dealer, UUID member) {}

    /**
     * A code in a region.
     *
     * @param code the code
     * @param dealer whose goods it was
     * @param region where it was scanned
     */
    record Item(CodeRef code, UUID dealer, String region) {}

    /** Writes scans; those that were not known, or not as early. */
    Uni<List<Located>> insert(SqlClient tx, Collection<LocatedScan> scans) {
        if (scans.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Tuple columns = Tuple.tuple()
                .addArrayOfInteger(ints(scans, scan -> scan.code().lot()))
                .addArrayOfInteger(ints(scans, scan -> scan.code().serial()))
                .addArrayOfUUID(uuids(scans, LocatedScan::member))
                .addArrayOfUUID(uuids(scans, LocatedScan::brand))
                .addArrayOfOffsetDateTime(scans.stream()
                        .map(scan -> scan.at().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new))
                .addArrayOfString(texts(scans, LocatedScan::region));
        return tx.preparedQuery(INSERT).execute(columns).map(LocatedStore::located);
    }

    /** Writes down as what scans are counted from now on. */
    Uni<Void> count(SqlClient tx, Map<Key, @Nullable Counted> changes) {
        List<Key> keys = List.copyOf(changes.keySet());
        Tuple columns = Tuple.tuple()
                .addArrayOfInteger(ints(keys, key -> key.code().lot()))
                .addArrayOfInteger(ints(keys, key -> key.code().serial()))
                .addArrayOfUUID(uuids(keys, Key::member))
                .addArrayOfInteger(
                        ints(keys, key -> part(changes.get(key), to -> to.pack().lot())))
                .addArrayOfInteger(
                        ints(keys, key -> part(changes.get(key), to -> to.pack().serial())))
                .addArrayOfUUID(uuids(keys, key -> part(changes.get(key), Counted::dealer)))
                .addArrayOfString(texts(keys, key -> part(changes.get(key), Counted::region)));
        return tx.preparedQuery(COUNT).execute(columns).replaceWithVoid();
    }

    @SuppressWarnings("NullAway") // what is not counted has null in four columns
    private static <T> T part(@Nullable Counted counted, Function<Counted, T> part) {
        return counted == null ? null : part.apply(counted);
    }

    /** Those of some people who have a counted scan of the case, or of any goods of the dealer. */
    Uni<Set<Person>> people(SqlClient tx, Collection<Person> asked) {
        List<Person> ofCases =
                asked.stream().filter(person -> person.pack() != null).toList();
        List<Person> ofDealers =
                asked.stream().filter(person -> person.pack() == null).toList();
        Tuple cases = Tuple.tuple()
                .addArrayOfInteger(ints(ofCases, person -> pack(person).lot()))
                .addArrayOfInteger(ints(ofCases, person -> pack(person).serial()))
                .addArrayOfUUID(uuids(ofCases, Person::dealer))
                .addArrayOfUUID(uuids(ofCases, Person::member));
        Tuple dealers = Tuple.tuple()
                .addArrayOfUUID(uuids(ofDealers, Person::dealer))
                .addArrayOfUUID(uuids(ofDealers, Person::member));
        Set<Person> there = new HashSet<>();
        return tx.preparedQuery(PEOPLE_OF_CASES)
                .execute(cases)
                .invoke(rows -> rows.forEach(
                        row -> there.add(new Person(code(row), row.getUUID("dealer_id"), row.getUUID("member_id")))))
                .flatMap(rows -> tx.preparedQuery(PEOPLE_OF_DEALERS).execute(dealers))
                .invoke(rows -> rows.forEach(
                        row -> there.add(new Person(null, row.getUUID("dealer_id"), row.getUUID("member_id")))))
                .replaceWith(there);
    }

    private static CodeRef pack(Person person) {
        if (person.pack() == null) {
            throw new IllegalStateException("must be of a case: dealer=" + person.dealer());
        }
        return person.pack();
    }

    /** Those of some codes that are counted in their region. */
    Uni<Set<Item>> items(SqlClient tx, Collection<Item> asked) {
        Tuple columns = Tuple.tuple()
                .addArrayOfInteger(ints(asked, item -> item.code().lot()))
                .addArrayOfInteger(ints(asked, item -> item.code().serial()))
                .addArrayOfUUID(uuids(asked, Item::dealer))
                .addArrayOfString(texts(asked, Item::region));
        Set<Item> there = new HashSet<>();
        return tx.preparedQuery(ITEMS)
                .execute(columns)
                .invoke(rows -> rows.forEach(
                        row -> there.add(new Item(code(row), row.getUUID("dealer_id"), row.getString("region")))))
                .replaceWith(there);
    }

    /** The earliest scans that are counted of a case. */
    Uni<List<Located>> ofCase(SqlClient client, UUID brand, CodeRef code, int limit) {
        return client.preparedQuery(OF_CASE)
                .execute(Tuple.of(code.lot(), code.serial(), brand, limit))
                .map(LocatedStore::located);
    }

    /** Remembers codes whose scans are to be counted anew; those that nobody scanned are left out. */
    Uni<Void> enqueue(SqlClient tx, List<Range> ranges) {
        Tuple columns = Tuple.tuple()
                .addArrayOfInteger(ints(ranges, Range::lot))
                .addArrayOfInteger(ints(ranges, Range::first))
                .addArrayOfInteger(ints(ranges, Range::last))
                .addUUID(NOBODY);
        return tx.preparedQuery(ENQUEUE).execute(columns).replaceWithVoid();
    }

    /** Takes scans that are to be counted anew off the queue. */
    Uni<List<Located>> dequeue(SqlClient tx, int limit) {
        return tx.preparedQuery(ENTRIES).execute(Tuple.of(ENTRIES_MAX)).flatMap(found -> {
            Long last = found.iterator().next().getLong("last");
            return last == null
                    ? Uni.createFrom().item(List.of())
                    : tx.preparedQuery(QUEUED)
                            .execute(Tuple.of(last, limit))
                            .call(rows -> moveOn(tx, rows, last, limit))
                            .map(LocatedStore::located);
        });
    }

    private static Uni<Void> moveOn(SqlClient tx, RowSet<Row> rows, long last, int limit) {
        if (rows.size() < limit) {
            return tx.preparedQuery(DONE).execute(Tuple.of(last)).replaceWithVoid();
        }
        List<Row> all = new ArrayList<>(limit);
        rows.forEach(all::add);
        Row end = all.get(limit - 1);
        return tx.preparedQuery(DONE)
                .execute(Tuple.of(end.getLong("id") - 1))
                .flatMap(done -> tx.preparedQuery(MOVE_ON)
                        .execute(Tuple.of(end.getLong("id"), end.getInteger("serial"), end.getUUID("member_id"))))
                .replaceWithVoid();
    }

    private static List<Located> located(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).map(Located::of).toList();
    }

    private static CodeRef code(Row row) {
        return new CodeRef(row.getInteger("lot"), row.getInteger("serial"));
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
