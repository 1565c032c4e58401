package dev.yima.engine;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Who can claim, when and how much, beside the period.
 *
 * @param zone whose clock and calendar its hours and days are told by
 * @param hours the hours of each day in which claims are taken; empty for all of them
 * @param people who takes part
 * @param limits how much it gives at most
 */
public record Conditions(ZoneId zone, Optional<Hours> hours, People people, Limits limits) {
    /** The zone of a campaign that names none. */
    public static final ZoneId ZONE_DEFAULT = ZoneId.of("Asia/Shanghai");

    /** Everybody, at all hours, without limits. */
    public static final Conditions NONE = new Conditions(ZONE_DEFAULT, Optional.empty(), People.ALL, Limits.NONE);

    /** Who takes part. */
    public enum People {
        /** Everybody. */
        ALL,
        /** Whoever has never made a claim with the brand before. */
        NEW
    }

    /** Whether claims are taken at the time of day of a moment. */
    public boolean areOpenAt(Instant now) {
        return hours.isEmpty() || hours.get().contain(LocalTime.ofInstant(now, zone));
    }

    /** Whether what a person claimed before decides about a claim. */
    public boolean askForThePast() {
        return limits.onPeople() || people == People.NEW;
    }

    /** The same with other limits. */
    Conditions with(Limits others) {
        return new Conditions(zone, hours, people, others);
    }

    /** Whether the clock or the calendar matters. */
    boolean tellTime() {
        return hours.isPresent() || limits.perPersonDay().isPresent() || limits.onCash();
    }
}
