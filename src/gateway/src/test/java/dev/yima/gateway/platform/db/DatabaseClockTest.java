package dev.yima.gateway.platform.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.TestServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A machine whose clock is wrong is found out, at the start and when it jumps. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class DatabaseClockTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration DAY = Duration.ofDays(1);

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Vertx vertx;

    @Test
    void aClockThatIsADayAheadOrBehindIsWrong() {
        for (Duration ahead : new Duration[] {DAY, DAY.negated()}) {
            DatabaseClock clock = clock(() -> Instant.now().plus(ahead), new AtomicLong());
            assertFalse(clock.isMachineWrong(), "nothing is known yet");
            clock.read().await().atMost(PATIENCE);
            assertTrue(clock.isMachineWrong());
            assertEquals(0, clock.skew().minus(ahead).abs().toMinutes());
        }
    }

    @Test
    void aClockThatJumpsIsFoundOutBeforeTheDatabaseIsAskedAgain() {
        Instant start = Instant.now();
        AtomicReference<Instant> machine = new AtomicReference<>(start);
        AtomicLong nanos = new AtomicLong();
        DatabaseClock clock = clock(machine::get, nanos);
        clock.read().await().atMost(PATIENCE);
        machine.set(start.plus(DAY));
        nanos.set(DAY.toNanos());
        assertFalse(clock.isMachineWrong(), "a day has passed by both clocks");

        machine.set(start.plus(DAY).plus(DAY));
        assertTrue(clock.isMachineWrong());
        assertEquals(
                0,
                Duration.between(start.plus(DAY), clock.now()).toMinutes(),
                "who asked before it went back has no time of the day after");
        machine.set(start.plus(DAY));
        assertFalse(clock.isMachineWrong(), "it went back");
    }

    @Test
    void aReadingThatTookTooLongIsNotBelieved() {
        AtomicLong nanos = new AtomicLong();
        long[] step = new long[1];
        DatabaseClock clock =
                new DatabaseClock(pool, vertx, new SimpleMeterRegistry(), Instant::now, () -> nanos.getAndAdd(step[0]));
        clock.read().await().atMost(PATIENCE);
        Instant before = clock.now();
        step[0] = Duration.ofSeconds(20).toNanos();
        clock.read().await().atMost(PATIENCE);
        step[0] = 0;
        nanos.set(0);
        assertEquals(before, clock.now(), "it waited for a connection, and would be ten seconds ahead");
    }

    private DatabaseClock clock(InstantSource machine, AtomicLong nanos) {
        return new DatabaseClock(pool, vertx, new SimpleMeterRegistry(), machine, nanos::get);
    }
}
