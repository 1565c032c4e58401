package dev.yima.gateway.platform.db;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;

/** A machine whose clock is wrong. */
public final class WrongClock {
    private WrongClock() {}

    /** The clock of the database as a machine knows it whose own is a day ahead. */
    public static DatabaseClock dayAhead(Pool pool, Vertx vertx) {
        DatabaseClock clock = new DatabaseClock(
                pool, vertx, new SimpleMeterRegistry(), () -> Instant.now().plus(Duration.ofDays(1)), System::nanoTime);
        clock.read().await().atMost(Duration.ofSeconds(30));
        return clock;
    }
}
