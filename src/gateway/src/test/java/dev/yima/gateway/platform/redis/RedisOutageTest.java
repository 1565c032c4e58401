package dev.yima.gateway.platform.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.LogLines;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** An outage is told once, and its end once, however often commands fail in between. */
class RedisOutageTest {
    private static final String WARNED =
            "WARN Redis does not serve, and PostgreSQL stands in for it: 127.0.0.1:6379: refused";

    private final AtomicLong nanos = new AtomicLong(42);
    private final RedisOutage outage = new RedisOutage(nanos::get);

    @Test
    void anOutageIsToldOnceWithItsReasonAndOnceWhenItIsOver() {
        try (LogLines log = new LogLines(RedisOutage.class)) {
            outage.answered();
            for (int second = 0; second < 60; second++) {
                fail("refused");
                pass(Duration.ofSeconds(1));
                outage.answered();
            }
            assertEquals(List.of(WARNED), log.all());
            pass(Duration.ofSeconds(9));
            outage.answered();
            outage.answered();
            assertEquals(List.of(WARNED, "INFO Redis serves again"), log.all());
        }
    }

    @Test
    void aConnectionEndsItAtOnce() {
        try (LogLines log = new LogLines(RedisOutage.class)) {
            outage.connected();
            fail("refused");
            fail("refused");
            outage.connected();
            outage.connected();
            fail("refused");
            assertEquals(List.of(WARNED, "INFO Redis serves again", WARNED), log.all());
        }
    }

    @Test
    void whatFailedAMomentAgoIsKnownForThatMoment() {
        assertFalse(outage.within(1_000));
        fail("refused");
        assertTrue(outage.within(1_000));
        nanos.addAndGet(1_000);
        assertFalse(outage.within(1_000));
    }

    private void fail(String reason) {
        outage.failed("127.0.0.1:6379", new IllegalStateException("outer", new IllegalStateException(reason)));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
