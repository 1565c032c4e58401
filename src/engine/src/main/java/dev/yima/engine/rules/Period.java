package dev.yima.engine.rules;

import java.time.Instant;
import java.util.Optional;

/**
 * The time in which a campaign takes claims.
 *
 * @param startsAt the first moment; empty for as soon as it is published
 * @param endsAt the first moment that is too late; empty for an open end: when its pool is empty, or staff end it
 */
public record Period(Optional<Instant> startsAt, Optional<Instant> endsAt) {
    /** From publishing on, with an open end. */
    public static final Period OPEN = new Period(Optional.empty(), Optional.empty());

    /**
     * Makes a period.
     *
     * @throws IllegalArgumentException when it ends before it starts
     */
    public Period {
        if (startsAt.isPresent() && endsAt.isPresent() && !startsAt.get().isBefore(endsAt.get())) {
            throw new IllegalArgumentException("must be after startsAt=" + startsAt.get() + ": endsAt=" + endsAt.get());
        }
    }

    /** Whether a moment lies before it. */
    public boolean isAhead(Instant now) {
        return startsAt.filter(now::isBefore).isPresent();
    }

    /** Whether it is over at a moment. */
    public boolean isOver(Instant now) {
        return endsAt.isPresent() && !now.isBefore(endsAt.get());
    }
}
