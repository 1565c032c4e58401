package dev.yima.codec;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A Global Trade Item Number with a correct check digit (GS1 General Specifications, 7.9), held as 14 digits.
 *
 * @param digits 14 digits; shorter forms (GTIN-8, UPC-A, EAN-13) are filled with zeros on the left
 */
public record Gtin(String digits) {
    private static final int DIGITS = 14;
    private static final Pattern FORMS = Pattern.compile("[0-9]{8}|[0-9]{12,14}");

    /**
     * Makes a GTIN from its 14 digits.
     *
     * @throws IllegalArgumentException when they are not 14 digits with a correct check digit
     */
    public Gtin {
        if (digits.length() != DIGITS || !FORMS.matcher(digits).matches() || !checks(digits)) {
            throw new IllegalArgumentException("must be 14 digits with a correct check digit: gtin=" + digits);
        }
    }

    /** Reads 8, 12, 13 or 14 digits; empty when they are not a GTIN. */
    public static Optional<Gtin> read(CharSequence text) {
        if (!FORMS.matcher(text).matches()) {
            return Optional.empty();
        }
        String digits = "0".repeat(DIGITS - text.length()) + text;
        return checks(digits) ? Optional.of(new Gtin(digits)) : Optional.empty();
    }

    private static boolean checks(String digits) {
        int sum = 0;
        for (int i = 0; i < DIGITS; i++) {
            int weight = i % 2 == 0 ? 3 : 1;
            sum += weight * (digits.charAt(i) - '0');
        }
        return sum % 10 == 0;
    }

    @Override
    public String toString() {
        return digits;
    }
}
