package dev.yima.gateway.history;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Writes scan rows, in the caller's transaction. */
@ApplicationScoped
public class ScanRepository {
    private static final String INSERT = """
            INSERT INTO scan (lot, serial, scanned_at, member_id, brand_id, nth, counted, latitude, longitude,
                accuracy_m, region, network, claim)
            SELECT s.*, $13 FROM unnest($1::int[], $2::int[], $3::timestamptz[], $4::uuid[], $5::uuid[], $6::bigint[],
                $7::boolean[], $8::float8[], $9::float8[], $10::float8[], $11::text[], $12::uuid[])
                AS s""";

    /** What kind of scan is written. */
    public enum Kind {
        /** The person only looked, or came too late. */
        LOOK,
        /** The scan that took the code's claim. */
        CLAIM
    }

    /** Writes scans. */
    public Uni<Void> insert(SqlClient tx, Kind kind, List<ScanRecord> scans) {
        Tuple columns = Tuple.tuple()
                .addArrayOfInteger(column(scans, scan -> scan.code().lot(), Integer[]::new))
                .addArrayOfInteger(column(scans, scan -> scan.code().serial(), Integer[]::new))
                .addArrayOfOffsetDateTime(
                        column(scans, scan -> scan.at().atOffset(ZoneOffset.UTC), OffsetDateTime[]::new))
                .addArrayOfUUID(column(scans, ScanRecord::member, UUID[]::new))
                .addArrayOfUUID(column(scans, ScanRecord::brand, UUID[]::new))
                .addArrayOfLong(column(scans, ScanRecord::nth, Long[]::new))
                .addArrayOfBoolean(column(scans, ScanRecord::counted, Boolean[]::new))
                .addArrayOfDouble(column(scans, scan -> place(scan, GeoPosition::latitude), Double[]::new))
                .addArrayOfDouble(column(scans, scan -> place(scan, GeoPosition::longitude), Double[]::new))
                .addArrayOfDouble(column(scans, scan -> place(scan, GeoPosition::accuracyM), Double[]::new))
                .addArrayOfString(
                        column(scans, scan -> from(scan, from -> from.region().code()), String[]::new))
                .addArrayOfUUID(column(scans, scan -> from(scan, ScanOrigin::network), UUID[]::new))
                .addBoolean(kind == Kind.CLAIM);
        return tx.preparedQuery(INSERT).execute(columns).replaceWithVoid();
    }

    @SuppressWarnings("NullAway") // a scan without a place has null in three columns
    private static Double place(ScanRecord scan, Function<GeoPosition, Double> part) {
        return scan.place() == null ? null : part.apply(scan.place());
    }

    @SuppressWarnings("NullAway") // a scan of which the network tells nothing has null in two columns
    private static <T> T from(ScanRecord scan, Function<ScanOrigin, T> part) {
        return scan.from() == null ? null : part.apply(scan.from());
    }

    private static <C> C[] column(List<ScanRecord> scans, Function<ScanRecord, C> value, IntFunction<C[]> array) {
        return scans.stream().map(value).toArray(array);
    }
}
