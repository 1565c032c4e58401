package dev.yima.gateway.supply.movement;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.supply.aggregation.AggregationPaths;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Handovers between the brand and dealers in the order in which they were reported, for readers with a cursor. */
@ApplicationScoped
public class MovementLog {
    /** The number of direct contents of pallet {@code m} whose same handover was reported individually before. */
    private static final String INDIVIDUAL = """
            SELECT count(DISTINCT (s.lot, s.serial)) FROM (
                SELECT k.child_lot AS lot, k.child_serial AS first, k.child_serial AS last FROM aggregation k
                WHERE k.parent_lot = m.lot AND k.parent_serial = m.serial AND k.unlinked_at IS NULL
                UNION ALL
                SELECT c.number, (m.serial::bigint * c.pack)::int,
                    (least((m.serial + 1::bigint) * c.pack, c.size) - 1)::int
                FROM lot c WHERE c.parent_number = m.lot AND m.serial::bigint * c.pack < c.size) AS d
            CROSS JOIN LATERAL (
                SELECT DISTINCT s.lot, s.serial, s.moved_at, s.id FROM (
                    SELECT * FROM movement WHERE lot = d.lot AND serial BETWEEN d.first AND d.last OFFSET 0) AS s
                WHERE s.kind = m.kind AND s.partner_id = m.partner_id AND s.id < m.id) AS s
            WHERE NOT EXISTS (
                SELECT 1 FROM (VALUES (s.lot, s.serial), (m.lot, m.serial)) AS w(lot, serial)
                JOIN movement t ON t.lot = w.lot AND t.serial = w.serial AND t.kind <> 'RECEIPT'
                JOIN partner q ON q.id = t.partner_id AND q.kind = 'DEALER'
                WHERE (t.moved_at, t.id) > least((s.moved_at, s.id), (m.moved_at, m.id))
                    AND (t.moved_at, t.id) < greatest((s.moved_at, s.id), (m.moved_at, m.id)))
            """;

    private static final String AFTER = """
            SELECT m.id, m.brand_id, m.kind, m.lot, m.serial, m.partner_id,
                CASE l.kind WHEN 'PALLET' THEN greatest(0, (
                    SELECT coalesce(nullif((SELECT count(*) FROM aggregation k
                            WHERE k.parent_lot = m.lot AND k.parent_serial = m.serial AND k.unlinked_at IS NULL), 0),
                        (SELECT sum(greatest(0,
                                least((m.serial + 1::bigint) * c.pack, c.size) - m.serial::bigint * c.pack))
                            FROM lot c WHERE c.parent_number = m.lot), 0)) - (
            """ + INDIVIDUAL + """
                )) ELSE 1 END::int AS cases
            FROM movement m JOIN lot l ON l.number = m.lot JOIN partner p ON p.id = m.partner_id
            WHERE m.id > $1 AND m.id <= $2 AND m.kind <> 'RECEIPT' AND p.kind = 'DEALER'
            ORDER BY m.id LIMIT $3""";
    private static final String WITHIN = AggregationPaths.DOWN + """
            SELECT DISTINCT lot, first, last FROM down""";

    /**
     * A shipment to a dealer, or a return from one.
     *
     * @param id its id
     * @param brand the brand of the goods
     * @param code the code that was moved
     * @param dealer the dealer
     * @param isReturn true for a return, false for a shipment
     * @param cases the number of cases: the direct contents of a pallet, less those reported individually before; one
     *     for anything else
     */
    public record Handover(UUID id, UUID brand, CodeRef code, UUID dealer, boolean isReturn, int cases) {}

    /**
     * A range of codes of a lot.
     *
     * @param lot the lot
     * @param first the first serial
     * @param last the last serial
     */
    public record Range(int lot, int first, int last) {}

    /**
     * Reads the handovers between two ids, in their order.
     *
     * @param client a connection, or the pool
     * @param after the id of the last one that was read before
     * @param until the last id to read
     * @param limit the most to read
     */
    public Uni<List<Handover>> read(SqlClient client, UUID after, UUID until, int limit) {
        return client.preparedQuery(AFTER)
                .execute(Tuple.of(after, until, limit))
                .map(rows -> Rows.map(rows, MovementLog::handover));
    }

    /** Ranges that contain codes and all their contents; they may name what was taken out since. */
    public Uni<List<Range>> within(SqlClient client, Collection<CodeRef> codes) {
        return client.preparedQuery(WITHIN)
                .execute(AggregationPaths.columns(codes).tuple())
                .map(rows -> Rows.map(
                        rows,
                        row -> new Range(row.getInteger("lot"), row.getInteger("first"), row.getInteger("last"))));
    }

    private static Handover handover(Row row) {
        return new Handover(
                row.getUUID("id"),
                row.getUUID("brand_id"),
                CodeRef.of(row),
                row.getUUID("partner_id"),
                Movement.Kind.valueOf(row.getString("kind")) == Movement.Kind.RETURN,
                row.getInteger("cases"));
    }
}
