package dev.yima.gateway.supply.aggregation;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.db.Columns;
import java.util.Collection;

/**
 * SQL that walks the aggregation of many codes in one statement, from the parameters {@code $1} (lots) and {@code $2}
 * (serials). Everything is found by keys: links that hold, or arithmetic, as they are now. Links that ended do not
 * count, whenever the goods moved.
 */
public final class AggregationPaths {
    /**
     * Codes and their ancestors: {@code up(of_lot, of_serial, lot, serial, since, step)}; step 0 is the code itself,
     * and its {@code since} is NULL. There are no circles, and no more steps than links and arithmetic can have
     * together.
     */
    public static final String UP = """
            WITH RECURSIVE up AS (
                SELECT q.lot AS of_lot, q.serial AS of_serial, q.lot, q.serial, NULL::timestamptz AS since, 0 AS step
                FROM unnest($1::int[], $2::int[]) AS q(lot, serial)
                UNION ALL
                SELECT up.of_lot, up.of_serial, p.lot, p.serial, p.since, up.step + 1
                FROM up CROSS JOIN LATERAL aggregation_parent(up.lot, up.serial) AS p
                WHERE up.step < 8)
            """;

    private static final String DOWN_BEGIN = """
            WITH RECURSIVE down AS (
                SELECT q.lot, q.serial AS first, q.serial AS last, 0 AS step
                FROM unnest($1::int[], $2::int[]) AS q(lot, serial)
                UNION
                SELECT n.lot, n.first, n.last, down.step + 1 FROM down CROSS JOIN LATERAL (
                    SELECT k.child_lot AS lot, k.child_serial AS first, k.child_serial AS last FROM aggregation k
                    WHERE k.parent_lot = down.lot AND k.parent_serial BETWEEN down.first AND down.last
                        AND k.unlinked_at IS NULL
                    UNION ALL
                    SELECT c.number, (down.first::bigint * c.pack)::int,
                        (least((down.last + 1::bigint) * c.pack, c.size) - 1)::int
                    FROM lot c WHERE c.parent_number = down.lot AND down.first::bigint * c.pack < c.size) AS n
                JOIN lot l ON l.number = n.lot
                WHERE down.step < 8""";

    /**
     * Codes and their contents at any depth: {@code down(lot, first, last, step)}, where step 0 is the code itself, and
     * contents by arithmetic are one range of serials. It may name what was taken out since.
     */
    public static final String DOWN = DOWN_BEGIN + ")\n";

    /** The same as {@link #DOWN}, less the codes that are never moved by themselves: inner codes of items. */
    public static final String DOWN_TO_MOVABLE = DOWN_BEGIN + " AND l.kind <> 'ITEM_INNER')\n";

    private AggregationPaths() {}

    /** The parameters {@code $1} and {@code $2}; others may follow. */
    public static Columns<CodeRef> columns(Collection<CodeRef> codes) {
        return Columns.<CodeRef>of(codes).ints(CodeRef::lot).ints(CodeRef::serial);
    }
}
