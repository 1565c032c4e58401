package dev.yima.gateway.history;

import dev.yima.gateway.platform.db.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writer of the tables {@code scan}, {@code scan_position} and {@code scan_tally}, in the caller's transaction. */
@ApplicationScoped
public class ScanRepository {
    private static final String INSERT = """
            INSERT INTO scan (lot, serial, scanned_at, member_id, brand_id, nth, counted, region, network, claim)
            SELECT s.*, $10 FROM unnest($1::int[], $2::int[], $3::timestamptz[], $4::uuid[], $5::uuid[], $6::bigint[],
                $7::boolean[], $8::text[], $9::uuid[]) AS s""";
    private static final String INSERT_POSITIONS = """
            INSERT INTO scan_position (lot, serial, scanned_at, member_id, brand_id, latitude, longitude, accuracy_m)
            SELECT * FROM unnest($1::int[], $2::int[], $3::timestamptz[], $4::uuid[], $5::uuid[], $6::float8[],
                $7::float8[], $8::float8[])
            ON CONFLICT DO NOTHING""";
    // From brand to brand by the index, however many positions each has.
    private static final String BRAND_WITH_POSITION = """
            WITH RECURSIVE found AS (
                (SELECT brand_id FROM scan_position ORDER BY brand_id LIMIT 1)
                UNION ALL
                SELECT (SELECT p.brand_id FROM scan_position p WHERE p.brand_id > found.brand_id
                    ORDER BY p.brand_id LIMIT 1)
                FROM found WHERE found.brand_id IS NOT NULL)
            SELECT brand_id FROM found CROSS JOIN LATERAL (
                SELECT 1 FROM scan_position p WHERE p.brand_id = found.brand_id AND p.scanned_at < $1 LIMIT 1) AS old
            WHERE brand_id <> ALL ($2) LIMIT 1""";
    private static final String ERASE_POSITIONS = """
            DELETE FROM scan_position p
            USING (SELECT lot, serial, scanned_at, member_id FROM scan_position
                WHERE brand_id = $1 AND scanned_at < $2
                ORDER BY scanned_at LIMIT $3) AS due
            WHERE p.lot = due.lot AND p.serial = due.serial AND p.scanned_at = due.scanned_at
                AND p.member_id = due.member_id""";

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
                .texts(scan ->
                        scan.origin() == null ? null : scan.origin().region().code())
                .uuids(scan -> scan.origin() == null ? null : scan.origin().network())
                .value(kind == Kind.CLAIM)
                .tuple();
        Uni<Void> inserted = tx.preparedQuery(INSERT).execute(columns).replaceWithVoid();
        List<ScanRecord> located =
                scans.stream().filter(scan -> scan.position() != null).toList();
        return located.isEmpty()
                ? inserted
                : Uni.combine()
                        .all()
                        .unis(inserted, insertPositions(tx, located))
                        .discardItems();
    }

    private static Uni<Void> insertPositions(SqlClient tx, List<ScanRecord> scans) {
        Tuple columns = Columns.of(scans)
                .ints(scan -> scan.code().lot())
                .ints(scan -> scan.code().serial())
                .instants(ScanRecord::at)
                .uuids(ScanRecord::member)
                .uuids(ScanRecord::brand)
                .doubles(scan -> ofPosition(scan, GeoPosition::latitude))
                .doubles(scan -> ofPosition(scan, GeoPosition::longitude))
                .doubles(scan -> ofPosition(scan, GeoPosition::accuracyM))
                .tuple();
        return tx.preparedQuery(INSERT_POSITIONS).execute(columns).replaceWithVoid();
    }

    /** A brand with positions of scans before a moment, and not one that is left out; null when there is none. */
    Uni<@Nullable UUID> brandWithPosition(SqlClient client, Instant before, Set<UUID> leftOut) {
        return client.preparedQuery(BRAND_WITH_POSITION)
                .execute(Tuple.of(Columns.utc(before), leftOut.toArray(UUID[]::new)))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getUUID("brand_id"));
    }

    /** Erases the positions of a brand's scans before a moment: at most so many, the earliest first. */
    Uni<Void> erasePositions(SqlClient tx, UUID brand, Instant before, int rowsMax) {
        return tx.preparedQuery(ERASE_POSITIONS)
                .execute(Tuple.of(brand, Columns.utc(before), rowsMax))
                .replaceWithVoid();
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
