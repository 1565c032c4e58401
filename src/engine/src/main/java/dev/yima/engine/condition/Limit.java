package dev.yima.engine.condition;

/** A limit on claims or on cash. Days and hours are those of the calendar in the campaign's zone. */
public sealed interface Limit extends Condition.UnderLock
        permits PersonDayLimit, PersonLimit, CashHourLimit, CashDayLimit {
    /** The highest limit on claims that can be set. */
    int CLAIMS_MAX = 1_000_000;

    /** The rule that a lower limit breaks. */
    String NOT_LOWER = "must not be lower than it was";

    /** The limits by their names. */
    enum Name {
        /** {@link PersonDayLimit}. */
        PER_PERSON_DAY,
        /** {@link PersonLimit}. */
        PER_PERSON,
        /** {@link CashHourLimit}. */
        CASH_PER_HOUR,
        /** {@link CashDayLimit}. */
        CASH_PER_DAY
    }

    /** The name of this limit. */
    Name name();

    /** The limit: claims, or cash in minor units. */
    long most();

    @Override
    default String text() {
        return Long.toString(most());
    }

    /** Fails where a limit is out of range. */
    static void mustBeWithin(String name, long most, long max) {
        if (most < 1 || most > max) {
            throw new IllegalArgumentException("must be 1 to " + max + ": " + name + "=" + most);
        }
    }
}
