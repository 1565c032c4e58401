package dev.yima.gateway;

import dev.yima.gateway.ledger.BookDay;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** The day of brands that name no time zone, for tests that begin and end on the same one. */
public final class ChinaDay {
    /** The zone of such brands. */
    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private ChinaDay() {}

    /** The day of a moment. */
    public static LocalDate of(Instant moment) {
        return BookDay.of(moment, ZONE);
    }

    /** Goes on to the next day when this one does not last long enough. */
    public static void lasts(Duration time) {
        Instant now = TestClock.now();
        if (!of(now).equals(of(now.plus(time)))) {
            TestClock.forward(time);
        }
    }
}
