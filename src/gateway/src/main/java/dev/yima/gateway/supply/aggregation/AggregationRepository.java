package dev.yima.gateway.supply.aggregation;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.staff.Staff;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Writes links, and locks those that hold. They are found by an index of their own, whatever the history. */
@ApplicationScoped
class AggregationRepository {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final int RETRIES_MAX = 3;

    /**
     * A link by arithmetic has no row that could be locked, and a link that ends makes those who wait for it blind for
     * the next. So each unlinking locks the packs, or as many neighbours; at most 256 locks of a lot, so that
     * a request of any codes takes few; in one order everywhere, and before the rows.
     */
    private static final String LOCK_PACKS = """
            SELECT pg_advisory_xact_lock(s.lot, s.pack) FROM (
                SELECT DISTINCT q.lot, q.serial / coalesce(lot.pack, 24) % 256 AS pack
                FROM unnest($1::int[], $2::int[]) AS q(lot, serial) JOIN lot ON lot.number = q.lot
                ORDER BY 1, 2) AS s""";

    /** In the order of the codes, so that two requests which meet wait for each other; then what arithmetic says. */
    private static final String LOCK_LINKS = """
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
    /** A link by arithmetic is written down as one that has ended. */
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

    /**
     * The parents of codes, by child; links are locked until the transaction ends.
     *
     * @param children in the order of the codes; those without a parent are left out of the answer
     */
    Uni<SortedMap<CodeRef, CodeRef>> lockLinks(SqlClient tx, Collection<CodeRef> children) {
        return tx.preparedQuery(LOCK_LINKS)
                .execute(AggregationPaths.columns(children).tuple())
                .map(rows -> {
                    SortedMap<CodeRef, CodeRef> parents = new TreeMap<>();
                    rows.forEach(row -> parents.put(AggregationLink.child(row), AggregationLink.parent(row)));
                    return parents;
                });
    }

    /**
     * The same, before codes are unlinked: others that are about to unlink them wait until the transaction ends, also
     * where the parent follows from arithmetic.
     */
    Uni<SortedMap<CodeRef, CodeRef>> lockToUnlink(SqlClient tx, Collection<CodeRef> children) {
        // A statement of its own, since what others have written meanwhile is seen by those after it.
        return tx.preparedQuery(LOCK_PACKS)
                .execute(AggregationPaths.columns(children).tuple())
                .flatMap(locked -> lockLinks(tx, children));
    }

    /** Links codes to their parents. Fails with a unique violation when another request linked one meanwhile. */
    Uni<Void> link(SqlClient tx, Staff staff, SortedMap<CodeRef, CodeRef> parents, Instant now) {
        if (parents.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns = Columns.<Map.Entry<CodeRef, CodeRef>>of(parents.entrySet())
                .ints(link -> link.getKey().lot())
                .ints(link -> link.getKey().serial())
                .ints(link -> link.getValue().lot())
                .ints(link -> link.getValue().serial())
                .value(staff.brand())
                .value(now)
                .value(staff.key())
                .tuple();
        return tx.preparedQuery(LINK).execute(columns).replaceWithVoid();
    }

    /** Ends the links of codes to their parents. */
    Uni<Void> unlink(SqlClient tx, Staff staff, Collection<CodeRef> children, Instant now) {
        if (children.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns = AggregationPaths.columns(children)
                .value(now)
                .value(staff.key())
                .value(staff.brand())
                .tuple();
        return tx.preparedQuery(UNLINK).execute(columns).replaceWithVoid();
    }

    /**
     * Runs a transaction that links codes, and runs it again when another request linked one of them at the same
     * moment:
     * the other link can be seen, and named, then.
     */
    static <T> Uni<T> retryingOnConflict(Supplier<Uni<? extends T>> transaction) {
        return Uni.createFrom()
                .deferred(transaction)
                .onFailure(failure ->
                        failure instanceof PgException refused && UNIQUE_VIOLATION.equals(refused.getSqlState()))
                .retry()
                .atMost(RETRIES_MAX);
    }
}
