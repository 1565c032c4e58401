package dev.yima.gateway.supply.opening;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.supply.aggregation.AggregationPaths;
import dev.yima.gateway.supply.aggregation.LabelReplacements;
import dev.yima.gateway.supply.opening.MisdirectedOpenings.MisdirectedOpening;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of opened cases, and of disputes about them. */
@ApplicationScoped
class CaseOpeningRepository {
    private static final String INSERT = """
            INSERT INTO case_opening (lot, serial, brand_id, store_id, member_id, opened_at)
            SELECT $1::int, $2::int, $3::uuid, $4::uuid, $5::uuid, $6::timestamptz
            """ + LabelReplacements.WHERE_IN_USE + "ON CONFLICT DO NOTHING";
    private static final String SELECT = """
            SELECT o.lot, o.serial, o.of_lot, o.of_serial, o.store_id, s.name AS store_name, o.member_id, o.opened_at
            FROM case_opening o JOIN partner s ON s.id = o.store_id\s""";
    private static final String FIND = SELECT + "WHERE o.lot = $1 AND o.serial = $2";
    private static final String LIST = SELECT + """
            WHERE o.brand_id = $1 AND (o.opened_at, o.lot, o.serial) < ($2, $3, $4)
            ORDER BY o.opened_at DESC, o.lot DESC, o.serial DESC LIMIT $5""";
    private static final String LIST_OF_STORE = SELECT + """
            WHERE o.brand_id = $1 AND o.store_id = $6 AND (o.opened_at, o.lot, o.serial) < ($2, $3, $4)
            ORDER BY o.opened_at DESC, o.lot DESC, o.serial DESC LIMIT $5""";
    private static final String INNERMOST = AggregationPaths.UP + """
            SELECT o.lot, o.serial, o.of_lot, o.of_serial, o.store_id, s.name AS store_name, o.member_id, o.opened_at
            FROM up JOIN case_opening o ON o.lot = up.lot AND o.serial = up.serial
            JOIN partner s ON s.id = o.store_id ORDER BY up.step LIMIT 1""";
    private static final String WITHIN = AggregationPaths.DOWN_TO_MOVABLE + """
            SELECT DISTINCT o.lot, o.serial, o.of_lot, o.of_serial, o.store_id, s.name AS store_name, o.member_id,
                o.opened_at
            FROM down CROSS JOIN LATERAL (
                SELECT DISTINCT o.* FROM case_opening o
                WHERE o.lot = down.lot AND o.serial BETWEEN down.first AND down.last) AS o
            JOIN partner s ON s.id = o.store_id""";

    private static final String INSERT_SECOND_STORE = """
            INSERT INTO opening_dispute (lot, serial, brand_id, store_id, member_id, tried_at)
            VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING""";
    private static final String INSERT_MISDIRECTED = """
            INSERT INTO opening_dispute (lot, serial, store_id, brand_id, member_id, tried_at, kind, sent_to)
            SELECT c.lot, c.serial, c.store_id, $1, c.member_id, c.opened_at, 'SENT_ELSEWHERE', c.sent_to
            FROM unnest($2::int[], $3::int[], $4::uuid[], $5::uuid[], $6::timestamptz[], $7::uuid[])
                AS c(lot, serial, store_id, member_id, opened_at, sent_to)
            ON CONFLICT DO NOTHING""";
    private static final String DISPUTES = """
            SELECT c.kind, c.lot, c.serial, c.store_id, t.name AS store_name, c.member_id, c.tried_at,
                o.store_id AS opened_by, s.name AS opened_by_name, o.opened_at, c.sent_to, h.name AS sent_to_name
            FROM opening_dispute c JOIN case_opening o USING (lot, serial) JOIN partner s ON s.id = o.store_id
            JOIN partner t ON t.id = c.store_id LEFT JOIN partner h ON h.id = c.sent_to
            WHERE c.brand_id = $1 AND (c.tried_at, c.lot, c.serial) < ($2, $3, $4)
            ORDER BY c.tried_at DESC, c.lot DESC, c.serial DESC LIMIT $5""";

    /**
     * Writes the opening of a case.
     *
     * @return false when the case is open, or another label replaced its code; then nothing is written
     */
    Uni<Boolean> insert(SqlClient tx, StoreScan scanned) {
        return tx.preparedQuery(INSERT).execute(scanned.columns()).map(rows -> rows.rowCount() > 0);
    }

    /** Writes down that a second store tried to open a case; again, nothing. */
    Uni<Void> insertSecondStore(SqlClient tx, StoreScan scanned) {
        return tx.preparedQuery(INSERT_SECOND_STORE).execute(scanned.columns()).replaceWithVoid();
    }

    /** Writes down that stores opened cases that were shipped to other partners; again, nothing. */
    Uni<Void> insertMisdirected(SqlClient tx, UUID brand, List<MisdirectedOpening> misdirected) {
        if (misdirected.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns = Columns.<MisdirectedOpening>of(misdirected, brand)
                .ints(one -> one.opening().code().lot())
                .ints(one -> one.opening().code().serial())
                .uuids(one -> one.opening().store())
                .uuids(one -> one.opening().member())
                .instants(one -> one.opening().at())
                .uuids(MisdirectedOpening::sentTo)
                .tuple();
        return tx.preparedQuery(INSERT_MISDIRECTED).execute(columns).replaceWithVoid();
    }

    /** The opening of a case; empty when no store opened it. */
    Uni<Optional<CaseOpening>> find(SqlClient client, CodeRef code) {
        return client.preparedQuery(FIND)
                .execute(Tuple.of(code.lot(), code.serial()))
                .map(rows -> Rows.first(rows, CaseOpening::of));
    }

    /** The opening of a code or of its innermost ancestor that is open; empty for none. */
    Uni<Optional<CaseOpening>> innermost(SqlClient client, CodeRef code) {
        return client.preparedQuery(INNERMOST)
                .execute(AggregationPaths.columns(List.of(code)).tuple())
                .map(rows -> Rows.first(rows, CaseOpening::of));
    }

    /** The openings of codes and of their contents. */
    Uni<List<CaseOpening>> within(SqlClient client, Collection<CodeRef> codes) {
        return client.preparedQuery(WITHIN)
                .execute(AggregationPaths.columns(codes).tuple())
                .map(rows -> Rows.map(rows, CaseOpening::of));
    }

    /** The openings of a brand before a moment, the latest first; of one store, or of all for null. */
    Uni<List<CaseOpening>> list(
            SqlClient client, UUID brand, @Nullable UUID store, Instant before, CodeRef code, int limit) {
        Tuple page = Tuple.of(brand, Columns.utc(before), code.lot(), code.serial(), limit);
        return (store == null
                        ? client.preparedQuery(LIST).execute(page)
                        : client.preparedQuery(LIST_OF_STORE).execute(page.addUUID(store)))
                .map(rows -> Rows.map(rows, CaseOpening::of));
    }

    /** The disputes of a brand before a moment, the latest first. */
    Uni<List<OpeningDispute>> disputes(SqlClient client, UUID brand, Instant before, CodeRef code, int limit) {
        return client.preparedQuery(DISPUTES)
                .execute(Tuple.of(brand, Columns.utc(before), code.lot(), code.serial(), limit))
                .map(rows -> Rows.map(rows, OpeningDispute::of));
    }
}
