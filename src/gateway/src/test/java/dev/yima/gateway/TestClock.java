package dev.yima.gateway;

import dev.yima.gateway.ledger.BookDay;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The clock of the service under test. It runs as the machine's does, in milliseconds, and can be put forward: what
 * takes its time need not be waited for. It is never put back, and what a test says of now is what this clock says.
 */
@Singleton
@Alternative
@Priority(1)
public class TestClock extends Clock {
    private static final Clock MACHINE = Clock.tick(Clock.systemUTC(), Duration.ofMillis(1));
    private static final long MINUTE_SECONDS = 60;
    private static final AtomicReference<Duration> AHEAD = new AtomicReference<>(Duration.ZERO);

    /** What time it is for the service. */
    public static Instant now() {
        return MACHINE.instant().plus(AHEAD.get());
    }

    /** Lets so much time pass at once. */
    public static void forward(Duration time) {
        AHEAD.updateAndGet(ahead -> ahead.plus(time));
    }

    /** Goes on to the next full minute. */
    static void toNextMinute() {
        Instant now = now();
        forward(Duration.between(
                now, Instant.ofEpochSecond((now.getEpochSecond() / MINUTE_SECONDS + 1) * MINUTE_SECONDS)));
    }

    /** Today in a zone; tomorrow when so little is left of today. */
    public static LocalDate dayOf(ZoneId zone, Duration lasting) {
        if (!BookDay.of(now(), zone).equals(BookDay.of(now().plus(lasting), zone))) {
            forward(lasting);
        }
        return BookDay.of(now(), zone);
    }

    @Override
    public Instant instant() {
        return now();
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
