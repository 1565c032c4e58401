package dev.yima.engine.condition;

import dev.yima.engine.prize.PrizePool;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How much a campaign gives at most, to a person and in a stretch of time. Days and hours are those of the calendar in
 * the campaign's zone.
 *
 * @param perPersonDay claims of one person in a day
 * @param perPerson claims of one person in the whole campaign
 * @param cashPerHour cash in an hour, in minor units
 * @param cashPerDay cash in a day, in minor units
 */
public record ClaimLimits(
        Optional<Integer> perPersonDay,
        Optional<Integer> perPerson,
        Optional<Long> cashPerHour,
        Optional<Long> cashPerDay) {
    /** No limit. */
    public static final ClaimLimits NONE =
            new ClaimLimits(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** The highest limit on claims that can be set. */
    public static final int CLAIMS_MAX = 1_000_000;

    /** The limits by their names. */
    public enum Name {
        /** {@link ClaimLimits#perPersonDay()}. */
        PER_PERSON_DAY,
        /** {@link ClaimLimits#perPerson()}. */
        PER_PERSON,
        /** {@link ClaimLimits#cashPerHour()}. */
        CASH_PER_HOUR,
        /** {@link ClaimLimits#cashPerDay()}. */
        CASH_PER_DAY
    }

    /**
     * Makes limits.
     *
     * @throws IllegalArgumentException when one is out of range
     */
    public ClaimLimits {
        mustBeWithin("perPersonDay", perPersonDay.map(Integer::longValue), CLAIMS_MAX);
        mustBeWithin("perPerson", perPerson.map(Integer::longValue), CLAIMS_MAX);
        mustBeWithin("cashPerHour", cashPerHour, PrizePool.TOTAL_MAX);
        mustBeWithin("cashPerDay", cashPerDay, PrizePool.TOTAL_MAX);
    }

    /** Whether a person is limited. */
    public boolean onPeople() {
        return perPersonDay.isPresent() || perPerson.isPresent();
    }

    /** Whether spending is paced. */
    public boolean onCash() {
        return cashPerHour.isPresent() || cashPerDay.isPresent();
    }

    /** Those that are set. */
    public List<Name> names() {
        return Stream.of(Name.values())
                .filter(name -> !without(name).equals(this))
                .toList();
    }

    /** The same without one of them. */
    public ClaimLimits without(Name name) {
        return new ClaimLimits(
                name == Name.PER_PERSON_DAY ? Optional.empty() : perPersonDay,
                name == Name.PER_PERSON ? Optional.empty() : perPerson,
                name == Name.CASH_PER_HOUR ? Optional.empty() : cashPerHour,
                name == Name.CASH_PER_DAY ? Optional.empty() : cashPerDay);
    }

    private static void mustBeWithin(String name, Optional<Long> limit, long max) {
        if (limit.isPresent() && (limit.get() < 1 || limit.get() > max)) {
            throw new IllegalArgumentException("must be 1 to " + max + ": " + name + "=" + limit.get());
        }
    }
}
