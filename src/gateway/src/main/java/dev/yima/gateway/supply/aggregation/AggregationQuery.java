package dev.yima.gateway.supply.aggregation;

import dev.yima.codec.CodeKind;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.db.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads the aggregation of codes: parents, contents and past links; locks nothing. */
@ApplicationScoped
public class AggregationQuery {
    private static final String CHILDREN = """
            SELECT lot AS child_lot, serial AS child_serial, $1::int AS parent_lot, $2::int AS parent_serial,
                since AS linked_at, NULL::timestamptz AS unlinked_at
            FROM aggregation_children($1, $2) WHERE (lot, serial) > ($3, $4) ORDER BY lot, serial LIMIT $5""";
    /** Levels only ever rise, so there are no circles, and no more steps than links and arithmetic can have. */
    private static final String PARENTS = """
            WITH RECURSIVE up AS (
                SELECT $1::int AS child_lot, $2::int AS child_serial, p.lot AS parent_lot, p.serial AS parent_serial,
                    p.since AS linked_at, NULL::timestamptz AS unlinked_at, 1 AS step
                FROM aggregation_parent($1, $2) AS p
                UNION ALL
                SELECT up.parent_lot, up.parent_serial, p.lot, p.serial, p.since, NULL, up.step + 1
                FROM up CROSS JOIN LATERAL aggregation_parent(up.parent_lot, up.parent_serial) AS p
                WHERE up.step < 8)
            SELECT * FROM up ORDER BY step""";

    private static final String ANCESTORS = AggregationPaths.UP + """
            SELECT up.of_lot, up.of_serial, up.lot, up.serial, up.since FROM up WHERE up.step > 0
            ORDER BY up.of_lot, up.of_serial, up.step""";

    private static final String CONTENTS = """
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
     * A code and one of its ancestors.
     *
     * @param code the code
     * @param pack its ancestor
     * @param since the moment when the code one level further in was put into that ancestor
     */
    public record Ancestor(CodeRef code, CodeRef pack, Instant since) {}

    /**
     * The ancestors of many codes, in one message.
     *
     * @param client a connection, or the pool
     * @param codes of any kind and any number of lots
     * @return by code, and of each code from the inside outwards; nothing for a code without a parent
     */
    public Uni<List<Ancestor>> ancestors(SqlClient client, Collection<CodeRef> codes) {
        if (codes.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return client.preparedQuery(ANCESTORS)
                .execute(AggregationPaths.columns(codes).tuple())
                .map(rows -> Rows.map(
                        rows,
                        row -> new Ancestor(
                                CodeRef.of(row, "of_lot", "of_serial"), CodeRef.of(row), Rows.instant(row, "since"))));
    }

    /**
     * Counts the codes in a code, at any depth, by their kinds.
     *
     * @param most the most codes that are counted in all
     */
    public Uni<Map<CodeKind, Long>> contents(SqlClient client, CodeRef parent, int most) {
        return client.preparedQuery(CONTENTS)
                .execute(Tuple.of(parent.lot(), parent.serial(), most))
                .map(rows -> {
                    Map<CodeKind, Long> counts = new EnumMap<>(CodeKind.class);
                    rows.forEach(row -> counts.put(CodeKind.valueOf(row.getString("kind")), row.getLong("count")));
                    return counts;
                });
    }

    /** The links of a code's direct contents, in the order of the codes, after one of them. */
    Uni<List<AggregationLink>> children(SqlClient client, CodeRef parent, CodeRef after, int limit) {
        return client.preparedQuery(CHILDREN)
                .execute(Tuple.of(parent.lot(), parent.serial(), after.lot(), after.serial(), limit))
                .map(rows -> Rows.map(rows, AggregationLink::of));
    }

    /** The links from a code to its parent, to the parent of that, and so on to the outermost. */
    Uni<List<AggregationLink>> parents(SqlClient client, CodeRef child) {
        return client.preparedQuery(PARENTS)
                .execute(Tuple.of(child.lot(), child.serial()))
                .map(rows -> Rows.map(rows, AggregationLink::of));
    }

    /** The links of a code to its parents, past and present, and its past links to children; the latest first. */
    Uni<List<AggregationLink>> history(SqlClient client, CodeRef code, int limit) {
        return client.preparedQuery(HISTORY)
                .execute(Tuple.of(code.lot(), code.serial(), limit))
                .map(rows -> Rows.map(rows, AggregationLink::of));
    }
}
