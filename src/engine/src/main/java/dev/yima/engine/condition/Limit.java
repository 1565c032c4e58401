package dev.yima.engine.condition;

import java.util.Set;

/** A limit on claims or on cash. Days and hours are those of the calendar in the campaign's zone. */
public sealed interface Limit extends Condition.UnderLock permits PersonDayLimit, PersonLimit, Limit.OfCash {
    /** The highest limit on claims that can be set. */
    int CLAIMS_MAX = 1_000_000;

    /** The rule that a lower limit breaks. */
    String NOT_LOWER = "must not be lower than it was";

    /** The limits by their names. */
    enum LimitName {
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
    LimitName name();

    /** The limit: claims, or cash in minor units. */
    long most();

    @Override
    default String text() {
        return Long.toString(most());
    }

    /** A limit on cash. A claim passes only while the largest prize still fits. */
    sealed interface OfCash extends Limit permits CashHourLimit, CashDayLimit {
        /** The most cash, in minor units. */
        long cash();

        @Override
        default long most() {
            return cash();
        }

        @Override
        default long cashMax() {
            return cash();
        }

        @Override
        default Set<Fact> facts() {
            return Set.of(Fact.CASH, Fact.TIME);
        }

        @Override
        default Refusal refusal() {
            return Refusal.PACED;
        }
    }

    /** Fails where a limit is out of range. */
    static void mustBeWithin(String name, long most, long max) {
        if (most < 1 || most > max) {
            throw new IllegalArgumentException("must be 1 to " + max + ": " + name + "=" + most);
        }
    }
}
