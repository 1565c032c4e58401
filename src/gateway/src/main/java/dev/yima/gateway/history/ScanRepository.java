package dev.yima.gateway.history;

import dev.yima.gateway.platform.db.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writer of the tables {@code scan} and {@code scan_tally}, in the caller's transaction. */
@ApplicationScoped
public class ScanRepository {
    private static final String INSERT = """
            INSERT INTO scan (lot, serial, scanned_at, member_id, brand_id, nth, counted, latitude, longitude,
                accuracy_m, region, network, claim)
            SELECT s.*, $13 FROM unnest($1::int[], $2::int[], $3::timestamptz[], $4::uuid[], $5::uuid[], $6::bigint[],
                $7::boolean[], $8::float8[], $9::float8[], $10::float8[], $11::text[], $12::uuid[])
                AS s""";

    /** As {@link ScanTally#plus}: what a row has, and what is added to it. */
    private static final String ADD = """
            INSERT INTO scan_tally AS t (lot, serial, brand_id, earlier, counted, since)
            SELECT s.* FROM unnest($1::int[], $2::int[], $3::uuid[], $4::bigint[], $5::bigint[], $6::timestamptz[]) AS s
            ON CONFLICT (lot, serial) DO UPDATE SET
                earlier = t.earlier + excluded.earlier + CASE WHEN t.since < excluded.since THEN t.counted
                    WHEN t.since > excluded.since THEN excluded.counted ELSE 0 END,
                counted = CASE WHEN t.since < excluded.since THEN excluded.counted
                    WHEN t.since > excluded.since THEN t.counted ELSE t.counted + excluded.counted END,
                since = greatest(t.since, excluded.since)""";

    /** The kind of the scans that are written. */
    public enum Kind {
        /** A scan that took no claim. */
        VERIFICATION,
        /** The scan that took the code's claim. */
        CLAIM
    }

    /** Writes scans. Fails when any row exists already. */
    public Uni<Void> insert(SqlClient tx, Kind kind, List<ScanRecord> scans) {
        Tuple columns = Columns.of(scans)
                .ints(scan -> scan.code().lot())
                .ints(scan -> scan.code().serial())
                .instants(ScanRecord::at)
                .uuids(ScanRecord::member)
                .uuids(ScanRecord::brand)
                .longs(ScanRecord::nth)
                .booleans(ScanRecord::counted)
                .doubles(scan -> ofPosition(scan, GeoPosition::latitude))
                .doubles(scan -> ofPosition(scan, GeoPosition::longitude))
                .doubles(scan -> ofPosition(scan, GeoPosition::accuracyM))
                .texts(scan ->
                        scan.origin() == null ? null : scan.origin().region().code())
                .uuids(scan -> scan.origin() == null ? null : scan.origin().network())
                .value(kind == Kind.CLAIM)
                .tuple();
        return tx.preparedQuery(INSERT).execute(columns).replaceWithVoid();
    }

    /** Adds to the tallies of codes: one of each code, in the order of the codes, in which their rows are locked. */
    public Uni<Void> add(SqlClient tx, Collection<ScanTally> tallies) {
        Tuple columns = Columns.of(tallies)
                .ints(tally -> tally.code().lot())
                .ints(tally -> tally.code().serial())
                .uuids(ScanTally::brand)
                .longs(ScanTally::earlier)
                .longs(ScanTally::counted)
                .instants(ScanTally::since)
                .tuple();
        return tx.preparedQuery(ADD).execute(columns).replaceWithVoid();
    }

    private static @Nullable Double ofPosition(ScanRecord scan, Function<GeoPosition, Double> part) {
        return scan.position() == null ? null : part.apply(scan.position());
    }
}
