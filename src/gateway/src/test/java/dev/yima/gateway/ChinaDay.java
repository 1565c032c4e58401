package dev.yima.gateway;

import dev.yima.gateway.ledger.BookDay;
import java.time.Duration;
import java.time.Instant;

/** The day of the books, for tests that begin and end on the same one. */
public final class ChinaDay {
    private ChinaDay() {}

    /** Goes on to the next day when this one does not last long enough. */
    public static void lasts(Duration time) {
        Instant now = TestClock.now();
        if (!BookDay.of(now).equals(BookDay.of(now.plus(time)))) {
            TestClock.forward(time);
        }
    }
}
