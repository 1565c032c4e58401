package dev.yima.gateway.history;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Reads scans in the order of time, piece by piece, for those who follow them. */
@ApplicationScoped
public class ScanLog {
    private static final UUID NOBODY = new UUID(0, 0);
    private static final String AFTER = """
            SELECT s.lot, s.serial, s.member_id, s.network, s.brand_id, s.scanned_at, s.region FROM scan s
            WHERE s.scanned_at >= $1 AND s.scanned_at < $2 AND s.region IS NOT NULL AND s.brand_id = ANY($7)
                AND (s.scanned_at, s.lot, s.serial, s.member_id) > ($1, $3, $4, $5)
            ORDER BY s.scanned_at, s.lot, s.serial, s.member_id LIMIT $6""";

    /**
     * A place between scans.
     *
     * @param at the moment of the scan before it
     * @param lot the lot of that scan, of several at the same moment
     * @param serial its serial
     * @param member its person
     */
    public record Position(Instant at, int lot, int serial, UUID member) {
        /** Before all scans of a moment. */
        public static Position before(Instant moment) {
            return new Position(moment, -1, -1, NOBODY);
        }
    }

    /**
     * A piece of the log.
     *
     * @param scans the scans
     * @param end where the next piece begins
     * @param isFull whether there may be more before the moment up to which was asked
     */
    public record Piece(List<LocatedScan> scans, Position end, boolean isFull) {}

    /**
     * Located scans after a position and before a moment.
     *
     * @param client a connection, or all of them
     * @param from where to begin
     * @param until before which moment to end
     * @param brands whose codes; where there are none, nothing is read
     * @param limit the most scans to read
     */
    public Uni<Piece> read(SqlClient client, Position from, Instant until, Collection<UUID> brands, int limit) {
        if (brands.isEmpty()) {
            return Uni.createFrom().item(new Piece(List.of(), Position.before(until), false));
        }
        Tuple asked = Tuple.tuple()
                .addOffsetDateTime(from.at().atOffset(ZoneOffset.UTC))
                .addOffsetDateTime(until.atOffset(ZoneOffset.UTC))
                .addInteger(from.lot())
                .addInteger(from.serial())
                .addUUID(from.member())
                .addInteger(limit)
                .addArrayOfUUID(brands.toArray(UUID[]::new));
        return client.preparedQuery(AFTER).execute(asked).map(rows -> {
            List<Row> all = StreamSupport.stream(rows.spliterator(), false).toList();
            boolean isFull = all.size() == limit;
            return new Piece(
                    all.stream().map(ScanLog::scan).toList(),
                    isFull ? position(all.get(limit - 1)) : Position.before(until),
                    isFull);
        });
    }

    private static LocatedScan scan(Row row) {
        return new LocatedScan(
                new CodeRef(row.getInteger("lot"), row.getInteger("serial")),
                row.getUUID("member_id"),
                row.getUUID("network"),
                row.getUUID("brand_id"),
                row.getOffsetDateTime("scanned_at").toInstant(),
                row.getString("region"));
    }

    private static Position position(Row row) {
        return new Position(
                row.getOffsetDateTime("scanned_at").toInstant(),
                row.getInteger("lot"),
                row.getInteger("serial"),
                row.getUUID("member_id"));
    }
}
