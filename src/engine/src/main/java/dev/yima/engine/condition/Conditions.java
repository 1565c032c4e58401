package dev.yima.engine.condition;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who can claim, when and how much, beside the period.
 *
 * @param zone whose clock and calendar its hours and days are told by
 * @param hours the hours of each day in which claims are taken; empty for all of them
 * @param people who takes part
 * @param limits how much it gives at most
 * @param tags whom the brand has chosen: whoever carries one of these; empty for everybody
 * @param regions from where it can be claimed; empty for everywhere
 */
public record Conditions(
        ZoneId zone,
        Optional<Hours> hours,
        People people,
        ClaimLimits limits,
        SortedSet<String> tags,
        SortedSet<Region> regions) {
    /** The zone of a campaign that names none. */
    public static final ZoneId ZONE_DEFAULT = ZoneId.of("Asia/Shanghai");

    /** Everybody, at all hours, without limits. */
    public static final Conditions NONE = new Conditions(ZONE_DEFAULT, Optional.empty(), People.ALL, ClaimLimits.NONE);

    /** The most tags. */
    public static final int TAGS_MAX = 20;

    /** What a tag looks like. */
    public static final String TAG = "[\\p{L}\\p{N}_-]{1,30}";

    /**
     * Makes conditions.
     *
     * @throws IllegalArgumentException when there are too many tags, one is none, or a region is no province
     */
    public Conditions {
        tags = new TreeSet<>(tags);
        if (tags.size() > TAGS_MAX || !tags.stream().allMatch(tag -> tag.matches(TAG))) {
            throw new IllegalArgumentException("must be at most " + TAGS_MAX + " of letters, digits, _ and -: tags");
        }
        regions = new TreeSet<>(regions);
        if (regions.contains(Region.ABROAD)) {
            throw new IllegalArgumentException("must be provinces: regions");
        }
    }

    /** Makes conditions for people with and without tags, wherever they are. */
    public Conditions(ZoneId zone, Optional<Hours> hours, People people, ClaimLimits limits) {
        this(zone, hours, people, limits, new TreeSet<>(), new TreeSet<>());
    }

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

    /**
     * Whether claims are taken from a place. Whoever cannot be placed is taken at their word: a list of networks that
     * does not know theirs is no reason to refuse them.
     *
     * @param from where somebody is; empty when that cannot be told
     */
    public boolean areOpenTo(Optional<Region> from) {
        return regions.isEmpty() || from.isEmpty() || regions.contains(from.get());
    }

    /** Whether what a person claimed before decides about a claim. */
    public boolean askForThePast() {
        return limits.onPeople() || people == People.NEW || !tags.isEmpty();
    }

    /**
     * The same for people with tags.
     *
     * @throws IllegalArgumentException when there are too many, or one is none
     */
    public Conditions with(Collection<String> chosen) {
        return new Conditions(zone, hours, people, limits, new TreeSet<>(chosen), regions);
    }

    /**
     * The same within regions.
     *
     * @throws IllegalArgumentException when one is no province
     */
    public Conditions within(Collection<Region> provinces) {
        return new Conditions(zone, hours, people, limits, tags, new TreeSet<>(provinces));
    }

    /** The same with other limits. */
    public Conditions with(ClaimLimits others) {
        return new Conditions(zone, hours, people, others, tags, regions);
    }

    /** Whether the clock or the calendar matters. */
    public boolean tellTime() {
        return hours.isPresent() || limits.perPersonDay().isPresent() || limits.onCash();
    }
}
