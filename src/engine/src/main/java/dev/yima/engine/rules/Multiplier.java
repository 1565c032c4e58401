package dev.yima.engine.rules;

import dev.yima.engine.prize.TokenReader;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Days on which points count several times.
 *
 * @param factor the factor of the points, 2 to {@link #FACTOR_MAX}
 * @param weekdays on these days of each week
 * @param dates and on these days; at most {@link #DATES_MAX}
 */
public record Multiplier(int factor, SortedSet<DayOfWeek> weekdays, SortedSet<LocalDate> dates) {
    /** The largest factor. */
    public static final int FACTOR_MAX = 10;

    /** The most dates. */
    public static final int DATES_MAX = 100;

    /** The most multipliers of a campaign. */
    public static final int COUNT_MAX = 10;

    /**
     * Makes a multiplier.
     *
     * @throws IllegalArgumentException when the factor is out of range, or there is no day or too many
     */
    public Multiplier {
        weekdays = new TreeSet<>(weekdays);
        dates = new TreeSet<>(dates);
        if (factor < 2 || factor > FACTOR_MAX) {
            throw new IllegalArgumentException("must be 2 to " + FACTOR_MAX + ": factor=" + factor);
        }
        if ((weekdays.isEmpty() && dates.isEmpty()) || dates.size() > DATES_MAX) {
            throw new IllegalArgumentException("must name a day, and at most " + DATES_MAX + " dates");
        }
    }

    /** Makes a multiplier of the days of each week. */
    public Multiplier(int factor, Set<DayOfWeek> weekdays) {
        this(factor, new TreeSet<>(weekdays), new TreeSet<>());
    }

    /** The words of a multiplier in the text of rules: {@code 2 SATURDAY 2026-11-11}. */
    public String text() {
        return Stream.concat(Stream.of(factor), Stream.concat(weekdays.stream(), dates.stream()))
                .map(Object::toString)
                .collect(Collectors.joining(" "));
    }

    /**
     * Reads a multiplier from its words.
     *
     * @throws IllegalArgumentException when they are those of none
     */
    public static Multiplier read(String text) {
        TokenReader words = new TokenReader(text);
        int factor = Integer.parseInt(words.next());
        SortedSet<DayOfWeek> weekdays = new TreeSet<>();
        SortedSet<LocalDate> dates = new TreeSet<>();
        while (words.areLeft()) {
            String day = words.next();
            if (Character.isDigit(day.charAt(0))) {
                dates.add(LocalDate.parse(day));
            } else {
                weekdays.add(DayOfWeek.valueOf(day));
            }
        }
        return new Multiplier(factor, weekdays, dates);
    }

    boolean isOn(LocalDate day) {
        return weekdays.contains(day.getDayOfWeek()) || dates.contains(day);
    }
}
