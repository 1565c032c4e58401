package dev.yima.gateway.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Days as bookkeepers count them: by the calendar of China, which its tax law and its providers' statements use. */
public final class BookDay {
    /** The calendar's zone. */
    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private BookDay() {}

    /** The beginning of a day. */
    public static OffsetDateTime start(LocalDate day) {
        return day.atStartOfDay(ZONE).withZoneSameInstant(ZoneOffset.UTC).toOffsetDateTime();
    }

    /** The day of a moment. */
    public static LocalDate of(Instant moment) {
        return moment.atZone(ZONE).toLocalDate();
    }
}
