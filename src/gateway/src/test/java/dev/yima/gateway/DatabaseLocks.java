package dev.yima.gateway;

import io.vertx.mutiny.sqlclient.Pool;

/** Locks of the database, for tests that want two requests to meet. */
final class DatabaseLocks {
    private static final String WAITING = """
            SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'""";

    private DatabaseLocks() {}

    /** How many connections wait for a lock that another one has. */
    static long waiting(Pool pool) {
        return pool.query(WAITING)
                .execute()
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(0);
    }
}
