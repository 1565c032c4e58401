package dev.yima.engine.prize;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Terms of points: their beginning and their expiry.
 *
 * @param pendingDays the days that they wait, of 24 hours each, up to {@link PrizeDetails#DAYS_MAX}; 0 for points that
 *     count at once
 * @param validMonths the months of the calendar that they count from then on, up to {@link #MONTHS_MAX}; 0 for ever
 */
public record PointsTerms(int pendingDays, int validMonths) {
    /** Points that count at once and for ever. */
    public static final PointsTerms NONE = new PointsTerms(0, 0);

    /** The longest that points can count, unless it is for ever. */
    public static final int MONTHS_MAX = 120;

    /**
     * Makes terms.
     *
     * @throws IllegalArgumentException when one is out of range
     */
    public PointsTerms {
        TextLimits.mustBeWithin("pendingDays", pendingDays, PrizeDetails.DAYS_MAX);
        TextLimits.mustBeWithin("validMonths", validMonths, MONTHS_MAX);
    }

    /** Whether there is anything to remember beside a balance. */
    public boolean matter() {
        return !NONE.equals(this);
    }

    /** Whether points wait before they count. */
    public boolean pend() {
        return pendingDays > 0;
    }

    /** Whether points stop to count. */
    public boolean expire() {
        return validMonths > 0;
    }

    /** The moment from which on points count that were won at a moment. */
    public Instant availableAt(Instant won) {
        return won.plus(Duration.ofDays(pendingDays));
    }

    /**
     * The expiry of points that were won at a moment. Their last day is the one with the same number in the last
     * month, or that month's last when it has no such day: a month from 31 January ends with February. They count to
     * the end of it.
     *
     * @param zone the zone of the calendar
     * @return empty for never
     */
    public Optional<Instant> expiresAt(Instant won, ZoneId zone) {
        if (!expire()) {
            return Optional.empty();
        }
        LocalDate lastDay = LocalDate.ofInstant(availableAt(won), zone).plusMonths(validMonths);
        return Optional.of(lastDay.plusDays(1).atStartOfDay(zone).toInstant());
    }
}
