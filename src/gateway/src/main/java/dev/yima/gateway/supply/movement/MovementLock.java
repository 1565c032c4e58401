package dev.yima.gateway.supply.movement;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.UUID;

/**
 * The lock of a brand's movements. Batches of one brand are validated one after the other, so that two cannot send the
 * same case to two dealers.
 */
public final class MovementLock {
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('movement ' || $1::text, 0))";
    private static final String LOCK_SHARED =
            "SELECT pg_advisory_xact_lock_shared(hashtextextended('movement ' || $1::text, 0))";

    private MovementLock() {}

    /** Makes all other holders of the brand's lock wait until the transaction ends. */
    static Uni<Void> exclusive(SqlClient tx, UUID brand) {
        return lock(tx, LOCK, brand);
    }

    /** Makes those who record movements of the brand wait until the transaction ends; others may share the lock. */
    public static Uni<Void> shared(SqlClient tx, UUID brand) {
        return lock(tx, LOCK_SHARED, brand);
    }

    private static Uni<Void> lock(SqlClient tx, String sql, UUID brand) {
        return tx.preparedQuery(sql).execute(Tuple.of(brand.toString())).replaceWithVoid();
    }
}
