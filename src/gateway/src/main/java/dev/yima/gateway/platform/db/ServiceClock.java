package dev.yima.gateway.platform.db;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * The clock of the service: that of the database, as far as this machine knows it, so no request is given a time of a
 * machine's clock that jumps. It ticks in milliseconds, the precision that Redis and PostgreSQL share.
 */
@Singleton
class ServiceClock extends Clock {
    private final DatabaseClock database;

    ServiceClock(DatabaseClock database) {
        this.database = database;
    }

    @Override
    public Instant instant() {
        return database.now().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(instant(), zone);
    }
}
