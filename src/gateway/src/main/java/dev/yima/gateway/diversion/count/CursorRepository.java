package dev.yima.gateway.diversion.count;

import dev.yima.gateway.history.ScanLog.Position;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Cursors of the readers of scans and movements; each is locked while it moves. */
@ApplicationScoped
class CursorRepository {
    private static final String FIND = "SELECT * FROM diversion_cursor WHERE name = $1 FOR UPDATE";
    private static final String SAVE = """
            UPDATE diversion_cursor SET scanned_at = $2, lot = $3, serial = $4, member_id = $5, movement_id = $6
            WHERE name = $1""";

    /** Readers. */
    enum Reader {
        /** Everything at once. */
        HEAD,
        /** The same once more, when whatever was committed late is there. */
        TAIL
    }

    /**
     * Cursor of a reader.
     *
     * @param scans the last scan that was read
     * @param movement the last movement that was read
     */
    record Cursor(Position scans, UUID movement) {}

    /** Finds a cursor and locks it: whoever else would move it waits for the end of the transaction. */
    Uni<Cursor> find(SqlClient tx, Reader reader) {
        return tx.preparedQuery(FIND).execute(Tuple.of(reader.name())).map(rows -> {
            var row = rows.iterator().next();
            return new Cursor(
                    new Position(
                            Rows.instant(row, "scanned_at"),
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
                .addOffsetDateTime(Columns.utc(scans.at()))
                .addInteger(scans.lot())
                .addInteger(scans.serial())
                .addUUID(scans.member())
                .addUUID(cursor.movement());
        return tx.preparedQuery(SAVE).execute(row).replaceWithVoid();
    }
}
