package dev.yima.gateway.supply.trace;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.supply.movement.Movement;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * With whom goods are, for others. Everything is found by keys: what a code is in by the links that hold or by
 * arithmetic, as they are now, and the movements of those by code. What was linked otherwise at the time of a movement
 * does not count.
 */
@ApplicationScoped
public class LocationLookup {
    /**
     * Codes, and what they are in: {@code up(of_lot, of_serial, lot, serial, since, step)}. There are no circles, and
     * no more steps than links and arithmetic can have together.
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

    /**
     * Codes and what is in them: {@code down(lot, first, last, step)}, a range of serials for what is in there by
     * arithmetic. It may name what was taken out since.
     *
     * @param kinds a condition on the kind of what is looked into further, by the name {@code l.kind}
     */
    public static String down(String kinds) {
        return """
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
                    JOIN lot l ON l.number = n.lot AND %s
                    WHERE down.step < 8)
                """.formatted(kinds);
    }

    /** The latest shipment to a dealer, or return from one, of each of those codes. */
    static final String SHIPPED = """
            SELECT DISTINCT ON (up.of_lot, up.of_serial) up.of_lot, up.of_serial, m.kind, m.partner_id
            FROM up CROSS JOIN LATERAL (
                SELECT m.kind, m.partner_id, m.moved_at, m.id
                FROM movement m JOIN partner p ON p.id = m.partner_id
                WHERE m.lot = up.lot AND m.serial = up.serial AND m.kind <> 'RECEIPT' AND p.kind = 'DEALER'
                ORDER BY m.moved_at DESC, m.id DESC LIMIT 1) AS m
            ORDER BY up.of_lot, up.of_serial, m.moved_at DESC, m.id DESC""";

    private static final String DEALERS = UP + SHIPPED;

    /**
     * To which dealer each code was shipped last, by itself or in something that it is in. A code that was never
     * shipped to a dealer, or that the dealer gave back since, is not among the answers.
     *
     * @param client a connection, or all of them
     * @param codes of any kind and any number of lots; asked in one message
     */
    public Uni<Map<CodeRef, UUID>> dealers(SqlClient client, Collection<CodeRef> codes) {
        if (codes.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return client.preparedQuery(DEALERS).execute(columns(codes)).map(rows -> {
            Map<CodeRef, UUID> dealers = new HashMap<>();
            rows.forEach(row -> {
                if (Movement.Kind.valueOf(row.getString("kind")) == Movement.Kind.OUTBOUND) {
                    dealers.put(
                            new CodeRef(row.getInteger("of_lot"), row.getInteger("of_serial")),
                            row.getUUID("partner_id"));
                }
            });
            return dealers;
        });
    }

    public static Tuple columns(Collection<CodeRef> codes) {
        return Tuple.tuple()
                .addArrayOfInteger(codes.stream().map(CodeRef::lot).toArray(Integer[]::new))
                .addArrayOfInteger(codes.stream().map(CodeRef::serial).toArray(Integer[]::new));
    }
}
