package dev.yima.gateway.partner.people;

import dev.yima.gateway.problem.Problem;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A PIN (密码): six digits, by which an employee confirms that it is they who act.
 *
 * @param digits the digits, in ASCII
 */
public record Pin(String digits) {
    /** The form of a PIN, as a regular expression. */
    public static final String FORM = "[0-9]{6}";

    /** The rule of the form. */
    public static final String RULE = "must be six digits";

    private static final int LENGTH = 6;
    private static final int RADIX = 10;
    private static final Pattern SIX_DIGITS = Pattern.compile(FORM);
    /** Keys that lie side by side on the phone, and pairs: what people choose often and no rule below refuses. */
    private static final Set<String> POPULAR = Set.of(
            "112233", "332211", "445566", "778899", "147258", "258369", "147852", "159357", "159753", "753951",
            "789456", "456123", "321654", "147896", "131452");

    /**
     * Reads a PIN as it was typed: space around it is left out, and digits of other scripts are taken.
     *
     * @return fails with {@code INVALID_FIELD} on {@code pin}
     */
    public static Pin of(String text) {
        String digits = text.strip()
                .codePoints()
                .limit(LENGTH + 1L)
                .map(sign -> Character.isDigit(sign) ? '0' + Character.digit(sign, RADIX) : sign)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        if (!SIX_DIGITS.matcher(digits).matches()) {
            throw Problem.invalid("pin", RULE);
        }
        return new Pin(digits);
    }

    /** This PIN, to be somebody's from now on; fails with {@code INVALID_FIELD} when it is among the first guesses. */
    public Pin chosen() {
        if (isRun() || isRepeated() || POPULAR.contains(digits)) {
            throw Problem.invalid("pin", "must not be easy to guess, such as 000000, 123456 or 121212");
        }
        return this;
    }

    /** Whether each digit is as far from the one before as that from its own: 000000, 123456, 890123, 864208. */
    private boolean isRun() {
        return IntStream.range(1, LENGTH).map(this::step).distinct().count() == 1;
    }

    private int step(int at) {
        return Math.floorMod(digits.charAt(at) - digits.charAt(at - 1), RADIX);
    }

    /** Whether it is a half or a third, again and again: 123123, 121212. */
    private boolean isRepeated() {
        return IntStream.of(2, LENGTH / 2)
                .anyMatch(length -> digits.equals(digits.substring(0, length).repeat(LENGTH / length)));
    }

    /** Nothing of it: a PIN is in no log. */
    @Override
    public String toString() {
        return "Pin";
    }
}
