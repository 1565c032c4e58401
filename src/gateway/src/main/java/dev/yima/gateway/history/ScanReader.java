package dev.yima.gateway.history;

import dev.yima.codec.LotNumber;
import dev.yima.gateway.platform.db.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reader of the tables {@code scan} and {@code scan_position} for staff: the scans of one code, and their numbers. */
@ApplicationScoped
public class ScanReader {
    private static final String SCANS = """
            SELECT s.scanned_at, s.member_id, s.nth, s.claim, s.region, p.latitude, p.longitude, p.accuracy_m
            FROM scan s LEFT JOIN LATERAL (
                SELECT latitude, longitude, accuracy_m FROM scan_position p
                WHERE p.lot = $1 AND p.serial = $2 AND p.scanned_at = s.scanned_at AND p.member_id = s.member_id
                LIMIT 1) AS p ON true
            WHERE s.lot = $1 AND s.serial = $2
            ORDER BY s.scanned_at LIMIT 200""";
    private static final String COUNTED = """
            SELECT count(*) FILTER (WHERE counted) + coalesce((
                SELECT earlier + counted FROM scan_tally WHERE lot = $1 AND serial = $2), 0)
            FROM scan WHERE lot = $1 AND serial = $2""";
    private static final String SCANNED_CODES = "SELECT count(DISTINCT serial) FROM scan WHERE lot = $1";

    private final Pool pool;

    ScanReader(Pool pool) {
        this.pool = pool;
    }

    /**
     * A scan that was stored.
     *
     * @param at the time of the scan
     * @param member the person who scanned, as the brand knows them
     * @param nth the number of counted scans of the code, this one included
     * @param claim whether it took the code's claim
     * @param locations its known locations, empty when there are none
     */
    public record StoredScan(Instant at, UUID member, long nth, boolean claim, List<ScanLocation> locations) {}

    /** The earliest 200 scans of a code, in the order of time. */
    public Uni<List<StoredScan>> scans(CodeRef code) {
        return pool.preparedQuery(SCANS)
                .execute(Tuple.of(code.lot(), code.serial()))
                .map(rows -> Rows.map(rows, ScanReader::scan));
    }

    /** The number of counted scans of a code. */
    public Uni<Long> counted(CodeRef code) {
        return pool.preparedQuery(COUNTED)
                .execute(Tuple.of(code.lot(), code.serial()))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** The number of codes of a lot that were scanned at all. */
    public Uni<Long> scannedCodes(SqlClient client, LotNumber lot) {
        return client.preparedQuery(SCANNED_CODES)
                .execute(Tuple.of(lot.value()))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private static StoredScan scan(Row row) {
        return new StoredScan(
                Rows.instant(row, "scanned_at"),
                row.getUUID("member_id"),
                row.getLong("nth"),
                row.getBoolean("claim"),
                ScanLocation.all(row.getString("region"), position(row)));
    }

    private static @Nullable GeoPosition position(Row row) {
        return row.getDouble("latitude") == null
                ? null
                : new GeoPosition(row.getDouble("latitude"), row.getDouble("longitude"), row.getDouble("accuracy_m"));
    }
}
