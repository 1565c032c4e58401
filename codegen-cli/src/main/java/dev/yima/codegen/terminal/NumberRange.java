package dev.yima.codegen.terminal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A range of numbers, such as {@code 3-17}, or one.
 *
 * @param first the first
 * @param last the last, not before the first
 */
public record NumberRange(int first, int last) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,8})(?:-([0-9]{1,8}))?");

    /** Whether a number is in it. */
    public boolean contains(int number) {
        return number >= first && number <= last;
    }

    /** Reads one from a command line. */
    public static final class Reader implements ITypeConverter<NumberRange> {
        @Override
        public NumberRange convert(String text) {
            Matcher range = FORM.matcher(SafeText.stripped(text));
            if (range.matches()) {
                int first = Integer.parseInt(range.group(1));
                int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
                if (first <= last) {
                    return new NumberRange(first, last);
                }
            }
            throw new TypeConversionException("must be FIRST-LAST or a number: " + text);
        }
    }
}
