package dev.yima.gateway.supply.aggregation;

import dev.yima.codec.CodeKind;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.staff.Staff;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads and writes links. Those that hold are found by an index of their own, whatever the history. */
@ApplicationScoped
public class AggregationRepository {
    /**
     * What is packed by arithmetic has no row that could be locked, and a link that ends makes those who wait for it
     * blind for the next. So whoever takes out locks the packs, or as many neighbours; at most 256 locks of a lot, so
     * that a request of any codes takes few; in one order everywhere, and before the rows.
     */
    private static final String LOCK_TO_TAKE_OUT = """
            SELECT pg_advisory_xact_lock(s.lot, s.pack) FROM (
                SELECT DISTINCT q.lot, q.serial / coalesce(lot.pack, 24) % 256 AS pack
                FROM unnest($1::int[], $2::int[]) AS q(lot, serial) JOIN lot ON lot.number = q.lot
                ORDER BY 1, 2) AS s""";
    /** Codes that are replaced, opened, or stood for: one request at a time. */
    private static final String LOCK_LABELS = """
            SELECT pg_advisory_xact_lock(hashtextextended('label ' || s.lot || ' ' || s.serial, 0)) FROM (
                SELECT * FROM unnest($1::int[], $2::int[]) AS q(lot, serial) ORDER BY q.lot, q.serial) AS s""";

    /** In the order of the codes, so that two requests which meet wait for each other; then what arithmetic says. */
    private static final String HOLDING = """
            WITH q AS (SELECT * FROM unnest($1::int[], $2::int[]) WITH ORDINALITY AS q(lot, serial, n)),
            linked AS (
                SELECT l.child_lot, l.child_serial, l.parent_lot, l.parent_serial
                FROM q JOIN aggregation l ON l.child_lot = q.lot AND l.child_serial = q.serial AND l.unlinked_at IS NULL
                ORDER BY q.n FOR UPDATE OF l)
            SELECT * FROM linked
            UNION ALL
            SELECT q.lot, q.serial, p.lot, p.serial
            FROM q JOIN lot ON lot.number = q.lot AND lot.parent_number IS NOT NULL
            CROSS JOIN LATERAL aggregation_parent(q.lot, q.serial) AS p
            WHERE NOT EXISTS (SELECT 1 FROM linked l WHERE l.child_lot = q.lot AND l.child_serial = q.serial)""";

    private static final String LINK = """
            INSERT INTO aggregation (child_lot, child_serial, parent_lot, parent_serial, brand_id, linked_at, linked_by)
            SELECT q.child_lot, q.child_serial, q.parent_lot, q.parent_serial, $5, $6, $7
            FROM unnest($1::int[], $2::int[], $3::int[], $4::int[]) WITH ORDINALITY
                AS q(child_lot, child_serial, parent_lot, parent_serial, n)
            ORDER BY q.n""";
    /** What arithmetic said is written down as a link that has ended. */
    private static final String UNLINK = """
            WITH q AS (SELECT * FROM unnest($1::int[], $2::int[]) AS q(lot, serial)),
            ended AS (
                UPDATE aggregation l SET unlinked_at = $3, unlinked_by = $4
                FROM q WHERE l.child_lot = q.lot AND l.child_serial = q.serial AND l.unlinked_at IS NULL
                RETURNING l.child_lot, l.child_serial)
            INSERT INTO aggregation (child_lot, child_serial, parent_lot, parent_serial, brand_id, linked_at, linked_by,
                unlinked_at, unlinked_by)
            SELECT q.lot, q.serial, p.lot, p.serial, $5, p.since, $4, $3, $4
            FROM q JOIN lot ON lot.number = q.lot AND lot.parent_number IS NOT NULL
            CROSS JOIN LATERAL aggregation_parent(q.lot, q.serial) AS p
            WHERE NOT EXISTS (SELECT 1 FROM ended e WHERE e.child_lot = q.lot AND e.child_serial = q.serial)""";

    private static final String CHILDREN = """
            SELECT lot AS child_lot, serial AS child_serial, $1::int AS parent_lot, $2::int AS parent_serial,
                since AS linked_at, NULL::timestamptz AS unlinked_at
            FROM aggregation_children($1, $2) WHERE (lot, serial) > ($3, $4) ORDER BY lot, serial LIMIT $5""";
    /** Levels only ever rise, so there are no circles, and no more steps than links and arithmetic can have. */
    private static final String ANCESTORS = """
            WITH RECURSIVE up AS (
                SELECT $1::int AS child_lot, $2::int AS child_serial, p.lot AS parent_lot, p.serial AS parent_serial,
                    p.since AS linked_at, NULL::timestamptz AS unlinked_at, 1 AS step
                FROM aggregation_parent($1, $2) AS p
                UNION ALL
                SELECT up.parent_lot, up.parent_serial, p.lot, p.serial, p.since, NULL, up.step + 1
                FROM up CROSS JOIN LATERAL aggregation_parent(up.parent_lot, up.parent_serial) AS p
                WHERE up.step < 8)
            SELECT * FROM up ORDER BY step""";

    private static final String DESCENDANTS = """
            WITH RECURSIVE down AS (
                SELECT c.lot, c.serial, 1 AS step FROM aggregation_children($1, $2) AS c
                UNION ALL
                SELECT c.lot, c.serial, down.step + 1
                FROM down CROSS JOIN LATERAL aggregation_children(down.lot, down.serial) AS c
                WHERE down.step < 8)
            SELECT lot.kind, count(*) AS count FROM (SELECT * FROM down LIMIT $3) AS down
            JOIN lot ON lot.number = down.lot GROUP BY lot.kind""";
    private static final String HISTORY = """
            SELECT * FROM aggregation WHERE child_lot = $1 AND child_serial = $2 AND unlinked_at IS NULL
            UNION ALL SELECT * FROM aggregation WHERE child_lot = $1 AND child_serial = $2 AND unlinked_at IS NOT NULL
            UNION ALL SELECT * FROM aggregation WHERE parent_lot = $1 AND parent_serial = $2 AND unlinked_at IS NOT NULL
            ORDER BY linked_at DESC, child_lot, child_serial LIMIT $3""";

    /**
     * What of these codes is packed, and into what; locked until the transaction ends.
     *
     * @param children in the order of the codes
     */
    Uni<SortedMap<CodeRef, CodeRef>> holding(SqlClient tx, Collection<CodeRef> children) {
        return tx.preparedQuery(HOLDING).execute(codes(children)).map(rows -> {
            SortedMap<CodeRef, CodeRef> parents = new TreeMap<>();
            rows.forEach(row -> parents.put(ref(row, "child"), ref(row, "parent")));
            return parents;
        });
    }

    /**
     * The same, for whoever is going to take them out of there: others who want to do so wait until the transaction
     * ends, also for what is packed by arithmetic.
     */
    Uni<SortedMap<CodeRef, CodeRef>> takingOut(SqlClient tx, Collection<CodeRef> children) {
        // A statement of its own, since what others have written meanwhile is seen by those after it.
        return tx.preparedQuery(LOCK_TO_TAKE_OUT).execute(codes(children)).flatMap(locked -> holding(tx, children));
    }

    /** Makes others who replace, open or stand for these codes wait until the transaction ends. */
    public static Uni<Void> lockLabels(SqlClient tx, Collection<CodeRef> labels) {
        return tx.preparedQuery(LOCK_LABELS).execute(codes(labels)).replaceWithVoid();
    }

    /** Packs; each code's parent. */
    Uni<Void> link(SqlClient tx, Staff who, SortedMap<CodeRef, CodeRef> parents, Instant now) {
        if (parents.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns = codes(parents.keySet())
                .addArrayOfInteger(parents.values().stream().map(CodeRef::lot).toArray(Integer[]::new))
                .addArrayOfInteger(
                        parents.values().stream().map(CodeRef::serial).toArray(Integer[]::new))
                .addUUID(who.brand())
                .addOffsetDateTime(now.atOffset(ZoneOffset.UTC))
                .addUUID(who.key());
        return tx.preparedQuery(LINK).execute(columns).replaceWithVoid();
    }

    /** Takes codes out of what they are packed into. */
    Uni<Void> unlink(SqlClient tx, Staff who, Collection<CodeRef> children, Instant now) {
        if (children.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns = codes(children)
                .addOffsetDateTime(now.atOffset(ZoneOffset.UTC))
                .addUUID(who.key())
                .addUUID(who.brand());
        return tx.preparedQuery(UNLINK).execute(columns).replaceWithVoid();
    }

    /** What is packed directly into a code, in the order of the codes, after one of them. */
    Uni<List<AggregationLink>> children(SqlClient client, CodeRef parent, CodeRef after, int limit) {
        return client.preparedQuery(CHILDREN)
                .execute(Tuple.of(parent.lot(), parent.serial(), after.lot(), after.serial(), limit))
                .map(AggregationRepository::links);
    }

    /** What a code is packed into, and that, up to the outermost. */
    Uni<List<AggregationLink>> ancestors(SqlClient client, CodeRef child) {
        return client.preparedQuery(ANCESTORS)
                .execute(Tuple.of(child.lot(), child.serial()))
                .map(AggregationRepository::links);
    }

    /** How many codes of each kind are in a code, at any depth; no more than {@code most} are counted in all. */
    public Uni<Map<CodeKind, Long>> descendants(SqlClient client, CodeRef parent, int most) {
        return client.preparedQuery(DESCENDANTS)
                .execute(Tuple.of(parent.lot(), parent.serial(), most))
                .map(rows -> {
                    Map<CodeKind, Long> counts = new EnumMap<>(CodeKind.class);
                    rows.forEach(row -> counts.put(CodeKind.valueOf(row.getString("kind")), row.getLong("count")));
                    return counts;
                });
    }

    /** What a code was packed into and what was packed into it, the latest first. */
    Uni<List<AggregationLink>> history(SqlClient client, CodeRef code, int limit) {
        return client.preparedQuery(HISTORY)
                .execute(Tuple.of(code.lot(), code.serial(), limit))
                .map(AggregationRepository::links);
    }

    private static Tuple codes(Collection<CodeRef> codes) {
        return Tuple.tuple()
                .addArrayOfInteger(codes.stream().map(CodeRef::lot).toArray(Integer[]::new))
                .addArrayOfInteger(codes.stream().map(CodeRef::serial).toArray(Integer[]::new));
    }

    private static List<AggregationLink> links(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new AggregationLink(
                        ref(row, "child"),
                        ref(row, "parent"),
                        Objects.requireNonNull(moment(row, "linked_at")),
                        moment(row, "unlinked_at")))
                .toList();
    }

    private static CodeRef ref(Row row, String end) {
        return new CodeRef(row.getInteger(end + "_lot"), row.getInteger(end + "_serial"));
    }

    private static @Nullable Instant moment(Row row, String column) {
        OffsetDateTime moment = row.getOffsetDateTime(column);
        return moment == null ? null : moment.toInstant();
    }
}
