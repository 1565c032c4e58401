package dev.yima.gateway.supply.aggregation;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.staff.Staff;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;

/** The rows that say which label replaced which, and the lock of a label; an append-only log. */
public final class LabelReplacements {
    /**
     * A WHERE clause on the code {@code ($1, $2)}: it is in use. A label that another replaced is waste, unless
     * something was packed into it again.
     */
    public static final String WHERE_IN_USE = """
            WHERE NOT EXISTS (SELECT 1 FROM label_replacement r WHERE r.lot = $1 AND r.serial = $2)
                OR EXISTS (SELECT 1 FROM aggregation_children($1, $2))
            """;

    private static final String LOCK = """
            SELECT pg_advisory_xact_lock(hashtextextended('label ' || s.lot || ' ' || s.serial, 0)) FROM (
                SELECT * FROM unnest($1::int[], $2::int[]) AS q(lot, serial) ORDER BY q.lot, q.serial) AS s""";
    private static final String INSERT = """
            INSERT INTO label_replacement (id, brand_id, lot, serial, by_lot, by_serial, replaced_at, replaced_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)""";

    private LabelReplacements() {}

    /** Makes other requests that replace, open or assign these labels wait until the transaction ends. */
    public static Uni<Void> lock(SqlClient tx, Collection<CodeRef> labels) {
        return tx.preparedQuery(LOCK)
                .execute(AggregationPaths.columns(labels).tuple())
                .replaceWithVoid();
    }

    /** Records that a label replaced another. */
    static Uni<Void> insert(SqlClient tx, UUID id, Staff staff, CodeRef old, CodeRef replacement, Instant now) {
        Tuple row = Tuple.of(id, staff.brand(), old.lot(), old.serial(), replacement.lot(), replacement.serial())
                .addOffsetDateTime(Columns.utc(now))
                .addUUID(staff.key());
        return tx.preparedQuery(INSERT).execute(row).replaceWithVoid();
    }
}
