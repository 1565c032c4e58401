package dev.yima.gateway.history;

import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The log of located scans in the order of time, read piece by piece behind a cursor. */
@ApplicationScoped
public class ScanLog {
    private static final UUID NOBODY = new UUID(0, 0);
    private static final String AFTER = """
            SELECT s.lot, s.serial, s.member_id, s.network, s.brand_id, s.scanned_at, s.region FROM scan s
            WHERE s.scanned_at >= $1 AND s.scanned_at < $2 AND s.region IS NOT NULL AND s.brand_id = ANY($7)
                AND (s.scanned_at, s.lot, s.serial, s.member_id) > ($1, $3, $4, $5)
            ORDER BY s.scanned_at, s.lot, s.serial, s.member_id LIMIT $6""";

    /**
     * A position in the log: behind one scan, whose sort key it is.
     *
     * @param at the time of that scan
     * @param lot the lot of its code
     * @param serial the serial of its code
     * @param member its member
     */
    public record Position(Instant at, int lot, int serial, UUID member) {
        /** The position before all scans of a moment. */
        public static Position before(Instant moment) {
            return new Position(moment, -1, -1, NOBODY);
        }
    }

    /**
     * A piece of the log.
     *
     * @param scans the scans, in their order
     * @param end the position at which the next piece begins
     * @param isFull whether the limit was reached, so that there may be more before the end of the interval
     */
    public record Piece(List<LocatedScan> scans, Position end, boolean isFull) {}

    /**
     * Reads located scans of an interval.
     *
     * @param client a connection or a pool
     * @param from the position after which to begin
     * @param until the end of the interval, exclusive
     * @param brands the brands whose codes are read; for none, nothing is read
     * @param limit the most scans to read
     */
    public Uni<Piece> read(SqlClient client, Position from, Instant until, Collection<UUID> brands, int limit) {
        if (brands.isEmpty()) {
            return Uni.createFrom().item(new Piece(List.of(), Position.before(until), false));
        }
        Tuple interval = Tuple.tuple()
                .addOffsetDateTime(Columns.utc(from.at()))
                .addOffsetDateTime(Columns.utc(until))
                .addInteger(from.lot())
                .addInteger(from.serial())
                .addUUID(from.member())
                .addInteger(limit)
                .addArrayOfUUID(brands.toArray(UUID[]::new));
        return client.preparedQuery(AFTER).execute(interval).map(rows -> {
            List<Row> all = Rows.map(rows, row -> row);
            boolean isFull = all.size() == limit;
            return new Piece(
                    all.stream().map(ScanLog::scan).toList(),
                    isFull ? position(all.get(limit - 1)) : Position.before(until),
                    isFull);
        });
    }

    private static LocatedScan scan(Row row) {
        return new LocatedScan(
                CodeRef.of(row),
                row.getUUID("member_id"),
                row.getUUID("network"),
                row.getUUID("brand_id"),
                Rows.instant(row, "scanned_at"),
                row.getString("region"));
    }

    private static Position position(Row row) {
        return new Position(
                Rows.instant(row, "scanned_at"),
                row.getInteger("lot"),
                row.getInteger("serial"),
                row.getUUID("member_id"));
    }
}
