package dev.yima.gateway.platform.db;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The clock of PostgreSQL, which all replicas share, and against which the clock of this machine is held. It is asked
 * every ten seconds; in between the machine's monotonic clock tells, so that a clock that jumps gives nobody a wrong
 * time and is found out at once. A replica whose clock is wrong claims nothing: which of its two clocks is right, it
 * cannot know.
 */
@ApplicationScoped
public class DatabaseClock {
    /** The largest difference at which the machine's clock is believed. */
    public static final Duration TOLERATED = Duration.ofSeconds(30);

    private static final Logger LOG = Logger.getLogger(DatabaseClock.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    /** A reading that took longer tells too little: where in between the database looked at its clock, nobody knows. */
    private static final Duration ROUND_TRIP_MAX = Duration.ofSeconds(1);

    private static final String NOW = "SELECT clock_timestamp() AS now";

    private final Pool pool;
    private final Vertx vertx;
    private final InstantSource machine;
    private final LongSupplier nanoTime;
    private volatile @Nullable Reading reading;
    private final AtomicBoolean reads = new AtomicBoolean();
    private volatile boolean wrong;
    private volatile long timer;

    @Inject
    DatabaseClock(DatabasePools pools, Vertx vertx, MeterRegistry meters) {
        this(pools.reads(), vertx, meters, InstantSource.system(), System::nanoTime);
    }

    DatabaseClock(Pool pool, Vertx vertx, MeterRegistry meters, InstantSource machine, LongSupplier nanoTime) {
        this.pool = pool;
        this.vertx = vertx;
        this.machine = machine;
        this.nanoTime = nanoTime;
        Gauge.builder("yima.clock.skew.seconds", this, clock -> clock.skew().toMillis() / 1e3)
                .description("How far the clock of this machine is ahead of the database's")
                .register(meters);
    }

    /** Reads it before the first request is given a time. */
    void onStart(@Observes @Priority(1) StartupEvent started) {
        timer = vertx.setPeriodic(INTERVAL.toMillis(), tick -> poll());
        read().invoke(this::tellOnce).await().atMost(INTERVAL);
    }

    void onStop(@Observes ShutdownEvent stopped) {
        vertx.cancelTimer(timer);
    }

    /** The time of the database, as far as this machine knows it; until it was read, that of the machine's clock. */
    public Instant now() {
        Reading last = reading;
        return last == null ? machine.instant() : last.at.plusNanos(nanoTime.getAsLong() - last.nanos);
    }

    /** The time by which the clock of this machine is ahead of the database's; zero until that is known. */
    public Duration skew() {
        return reading == null ? Duration.ZERO : Duration.between(now(), machine.instant());
    }

    /** Whether the clock of this machine differs from the database's by more than {@link #TOLERATED}. */
    public boolean isMachineWrong() {
        return skew().abs().compareTo(TOLERATED) > 0;
    }

    /** Reads the clock of the database. */
    Uni<Void> read() {
        long before = nanoTime.getAsLong();
        return pool.query(NOW)
                .execute()
                .invoke(rows -> {
                    long after = nanoTime.getAsLong();
                    if (reading != null && after - before > ROUND_TRIP_MAX.toNanos()) {
                        return;
                    }
                    reading = new Reading(Rows.instant(rows.iterator().next(), "now"), before + (after - before) / 2);
                })
                .replaceWithVoid();
    }

    private void poll() {
        if (!reads.compareAndSet(false, true)) {
            return;
        }
        read().onTermination()
                .invoke(() -> reads.set(false))
                .subscribe()
                .with(done -> tellOnce(), away -> LOG.debug("the database's clock was not read", away));
    }

    private void tellOnce() {
        boolean now = isMachineWrong();
        if (now && !wrong) {
            LOG.errorf(
                    "the clock of this machine differs from the database's by %s: nothing is claimed here until it is"
                            + " right",
                    skew());
        } else if (wrong && !now) {
            LOG.info("the clock of this machine is right again");
        }
        wrong = now;
    }

    /**
     * A reading of the clock.
     *
     * @param at the time of the database
     * @param nanos the monotonic time of this machine at that moment
     */
    private record Reading(Instant at, long nanos) {}
}
