package dev.yima.engine.condition;

import dev.yima.engine.scan.CampaignAvailability;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/**
 * The hours of each day in which claims are taken, in the campaign's zone. Where {@code from} is later than
 * {@code to} they span midnight.
 *
 * @param from the first minute
 * @param to the first minute that is too late; 00:00 is the end of the day
 */
public record Hours(LocalTime from, LocalTime to) implements Condition.BeforeCommit {
    /** The registration. */
    public static final ConditionType<Hours> TYPE = new ConditionType<>(
            Hours.class, "hours", "hours", "must not be shorter than they were", Hours::read, Hours::containAllOf);

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

    private static Hours read(String text) {
        String[] times = text.split(" ", -1);
        return new Hours(LocalTime.parse(times[0]), LocalTime.parse(times[1]));
    }

    @Override
    public ConditionType<Hours> type() {
        return TYPE;
    }

    @Override
    public String text() {
        return from + " " + to;
    }

    @Override
    public Set<Fact> facts() {
        return Set.of(Fact.TIME);
    }

    @Override
    public boolean allows(ClaimAttempt attempt) {
        return contain(LocalTime.ofInstant(attempt.at(), attempt.zone()));
    }

    @Override
    public CampaignAvailability refusal() {
        return CampaignAvailability.OUTSIDE_HOURS;
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
