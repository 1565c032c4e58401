package dev.yima.gateway;

import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Connections as the role that owns the tables, for tests that do what the service's role cannot. */
@Singleton
public class OwnerPool {
    private final Pool pool;

    OwnerPool(Vertx vertx, @ConfigProperty(name = "test.owner-url") String url) {
        this.pool = new Pool(PgBuilder.pool().connectingTo(url).using(vertx).build());
    }

    /** The connections. */
    public Pool get() {
        return pool;
    }

    @PreDestroy
    void close() {
        pool.closeAndForget();
    }
}
