package dev.yima.gateway;

import dev.yima.gateway.ledger.BookDay;
import java.time.Duration;
import java.time.Instant;

/** The day of the books, for tests that begin and end on the same one. */
public final class ChinaDay {
    private ChinaDay() {}

    /** Waits for the next day when this one does not last long enough. */
    public static void lasts(Duration time) {
        Eventually.isTrue(
                time.multipliedBy(2),
                () -> BookDay.of(Instant.now()).equals(BookDay.of(Instant.now().plus(time))));
    }
}
