package dev.yima.gateway.platform.db;

import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/** The role by which the service comes to PostgreSQL. It should own no table, so that it can change no history. */
@ApplicationScoped
class DatabaseRole {
    private static final Logger LOG = Logger.getLogger(DatabaseRole.class);
    private static final Duration START_WITHIN = Duration.ofSeconds(30);
    private static final String OWNS_TABLES = """
            SELECT pg_has_role(relowner, 'MEMBER') AS owns FROM pg_class WHERE oid = 'audit'::regclass""";

    private final Pool pool;

    DatabaseRole(Pool pool) {
        this.pool = pool;
    }

    void onStart(@Observes StartupEvent started) {
        if (ownsTables()) {
            LOG.warn("The role of YIMA_DATABASE_URL owns the tables, and could switch off what guards them."
                    + " Give it another than YIMA_MIGRATION_URL.");
        }
    }

    /** Whether the role owns the tables, or may act as the one that does. */
    boolean ownsTables() {
        return pool.query(OWNS_TABLES)
                .execute()
                .map(rows -> rows.iterator().next().getBoolean("owns"))
                .await()
                .atMost(START_WITHIN);
    }
}
