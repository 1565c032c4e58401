package dev.yima.gateway.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Days as a brand's books count them: by the calendar of its time zone, where some have 23 hours and some 25. */
public final class BookDay {
    private BookDay() {}

    /** The first moment of a day: midnight, or the first one after it where the clocks skip midnight. */
    public static OffsetDateTime start(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).withZoneSameInstant(ZoneOffset.UTC).toOffsetDateTime();
    }

    /** The day of a moment. */
    public static LocalDate of(Instant moment, ZoneId zone) {
        return LocalDate.ofInstant(moment, zone);
    }
}
