package dev.yima.gateway.problem;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** The rules that the type of a value sets, as callers are told them. */
public final class ValueRule {
    private static final String WHOLE_NUMBER = "must be a whole number";
    private static final String NUMBER = "must be a number";
    private static final String TRUTH = "must be true or false";
    private static final Map<Class<?>, String> RULES = Map.ofEntries(
            Map.entry(
                    Instant.class,
                    "must be a date and a time with seconds and an offset, such as 2027-01-01T00:00:00+08:00"),
            Map.entry(LocalDate.class, "must be a date, such as 2027-01-01"),
            Map.entry(UUID.class, "must be a UUID, such as 0192f3c1-7a3e-7d21-8e0a-0f5b6c7d8e9f"),
            Map.entry(String.class, "must be a text without U+0000"),
            Map.entry(int.class, WHOLE_NUMBER),
            Map.entry(Integer.class, WHOLE_NUMBER),
            Map.entry(long.class, WHOLE_NUMBER),
            Map.entry(Long.class, WHOLE_NUMBER),
            Map.entry(double.class, NUMBER),
            Map.entry(Double.class, NUMBER),
            Map.entry(boolean.class, TRUTH),
            Map.entry(Boolean.class, TRUTH));

    private ValueRule() {}

    /** Whether PostgreSQL can keep a text: none with U+0000. */
    static boolean isStorable(String text) {
        return text.indexOf('\0') < 0;
    }

    /** The rule of a type: its values where it has few, its form otherwise. */
    public static String of(Class<?> type) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(Object::toString)
                    .collect(Collectors.joining(", ", "must be one of ", ""));
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "must be a list";
        }
        return RULES.getOrDefault(type, "must be an object");
    }
}
