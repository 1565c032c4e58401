package dev.yima.gateway.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The cost of every regular expression grows with its input, and no faster: in a text of twice the length its
 * characters are looked at at most a little more than twice as often. Characters are counted, not time. Seen red with
 * the pattern for Accept that looked at {@code a/b}, 16,000 spaces and {@code @} for a second.
 */
class PatternsTest {
    private static final int LENGTH = 2_000;
    private static final double GROWTH_MAX = 2.5;
    private static final List<String> STARTS = List.of(
            "",
            "a/b",
            "a/b;",
            "a/b,",
            "https://",
            "https://a",
            "https://a/",
            "for=",
            "for=\"",
            "1.1.",
            "links[",
            "a",
            "0");
    private static final List<String> REPEATED = List.of(
            " ", "\t", "a", "A", "0", "-", "/", ".", ",", ";", ":", "[", "\"", "\\", "码", "a/b,", "a/b;", "a ", "1.",
            "for=a,");
    private static final List<String> ENDS = List.of("", "@", "\n");

    @Test
    void everyPatternIsLinear() throws ReflectiveOperationException {
        List<Field> patterns = patterns();
        assertFalse(patterns.isEmpty(), "there are patterns");
        TreeMap<String, String> offenders = new TreeMap<>();
        for (Field field : patterns) {
            field.setAccessible(true);
            Pattern pattern = (Pattern) field.get(null);
            for (String start : STARTS) {
                for (String repeated : REPEATED) {
                    for (String end : ENDS) {
                        String name = field.getDeclaringClass().getSimpleName() + "." + field.getName();
                        if (growth(pattern, start, repeated, end) > GROWTH_MAX) {
                            offenders.put(name, "'" + start + "', then '" + repeated + "', then '" + end + "'");
                        }
                    }
                }
            }
        }
        assertEquals(new TreeMap<>(), offenders);
    }

    private static double growth(Pattern pattern, String start, String repeated, String end) {
        int times = LENGTH / repeated.length();
        long once = cost(pattern, start + repeated.repeat(times) + end);
        long twice = cost(pattern, start + repeated.repeat(2 * times) + end);
        return (double) twice / Math.max(once, LENGTH);
    }

    private static long cost(Pattern pattern, String text) {
        CountedText counted = new CountedText(text);
        pattern.matcher(counted).matches();
        return counted.looks;
    }

    private static List<Field> patterns() throws ReflectiveOperationException {
        List<Field> fields = new ArrayList<>();
        for (JavaField field : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.yima").stream()
                        .flatMap(type -> type.getFields().stream())
                        .filter(field -> field.getRawType().isEquivalentTo(Pattern.class)
                                && field.getModifiers().contains(JavaModifier.STATIC))
                        .toList()) {
            fields.add(Class.forName(field.getOwner().getName()).getDeclaredField(field.getName()));
        }
        return fields;
    }

    /** A text that counts how often its characters are looked at. */
    private static final class CountedText implements CharSequence {
        private final String text;
        private long looks;

        CountedText(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            looks++;
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
