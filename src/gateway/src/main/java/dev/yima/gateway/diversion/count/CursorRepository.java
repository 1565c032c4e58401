package dev.yima.gateway.diversion.count;

import dev.yima.gateway.history.ScanLog.Position;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.UUID;

/** How far scans and movements are read. */
@ApplicationScoped
class CursorRepository {
    /** Whoever holds it counts; the others have nothing to do. */
    private static final long LOCK = 0x59_49_4d_41_44_49_56L;

    private static final String TRY_LOCK = "SELECT pg_try_advisory_xact_lock($1) AS held";
    private static final String FIND = "SELECT * FROM diversion_cursor WHERE name = $1";
    private static final String SAVE = """
            UPDATE diversion_cursor SET scanned_at = $2, lot = $3, serial = $4, member_id = $5, movement_id = $6
            WHERE name = $1""";

    /** Who reads. */
    enum Reader {
        /** Everything at once. */
        HEAD,
        /** The same once more, when whatever was committed late is there. */
        TAIL
    }

    /**
     * How far a reader is.
     *
     * @param scans after which scan to go on
     * @param movement the last movement
     */
    record Cursor(Position scans, UUID movement) {}

    /** Whether this transaction is the one that counts. */
    Uni<Boolean> tryLock(SqlClient tx) {
        return tx.preparedQuery(TRY_LOCK)
                .execute(Tuple.of(LOCK))
                .map(rows -> rows.iterator().next().getBoolean("held"));
    }

    Uni<Cursor> find(SqlClient tx, Reader reader) {
        return tx.preparedQuery(FIND).execute(Tuple.of(reader.name())).map(rows -> {
            var row = rows.iterator().next();
            return new Cursor(
                    new Position(
                            row.getOffsetDateTime("scanned_at").toInstant(),
                            row.getInteger("lot"),
                            row.getInteger("serial"),
                            row.getUUID("member_id")),
                    row.getUUID("movement_id"));
        });
    }

    Uni<Void> save(SqlClient tx, Reader reader, Cursor cursor) {
        Position scans = cursor.scans();
        Tuple row = Tuple.tuple()
                .addString(reader.name())
                .addOffsetDateTime(scans.at().atOffset(ZoneOffset.UTC))
                .addInteger(scans.lot())
                .addInteger(scans.serial())
                .addUUID(scans.member())
                .addUUID(cursor.movement());
        return tx.preparedQuery(SAVE).execute(row).replaceWithVoid();
    }
}
