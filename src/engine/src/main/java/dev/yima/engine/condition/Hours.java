package dev.yima.engine.condition;

import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/**
 * The hours of each day in which claims are taken, in the campaign's zone. Where {@code from} is later than
 * {@code to} they span midnight.
 *
 * @param from the first minute
 * @param to the first minute that is too late; 00:00 is the end of the day
 */
public record Hours(LocalTime from, LocalTime to) {
    private static final int MINUTES_OF_A_DAY = 24 * 60;

    /**
     * Makes hours.
     *
     * @throws IllegalArgumentException when they are not whole minutes, or begin where they end
     */
    public Hours {
        if (!isWhole(from) || !isWhole(to) || from.equals(to)) {
            throw new IllegalArgumentException("must be two different times in whole minutes: " + from + " to " + to);
        }
    }

    /** Whether a time of day lies within them. */
    public boolean contain(LocalTime time) {
        return from.isBefore(to)
                ? !time.isBefore(from) && time.isBefore(to)
                : !time.isBefore(from) || time.isBefore(to);
    }

    /** Whether every minute of other hours lies within these. */
    public boolean containAllOf(Hours other) {
        for (int minute = 0; minute < MINUTES_OF_A_DAY; minute++) {
            LocalTime time = LocalTime.MIN.plusMinutes(minute);
            if (other.contain(time) && !contain(time)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWhole(LocalTime time) {
        return time.truncatedTo(ChronoUnit.MINUTES).equals(time);
    }
}
