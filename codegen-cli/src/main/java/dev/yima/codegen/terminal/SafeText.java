package dev.yima.codegen.terminal;

/** Makes text that came from elsewhere safe to show: one line, bounded, and no sequence that a terminal obeys. */
public final class SafeText {
    /** Characters shown; the rest is cut off. */
    public static final int LENGTH_MAX = 500;

    private SafeText() {}

    /** The text with every control character as a space, cut at {@link #LENGTH_MAX}. */
    public static String of(CharSequence text) {
        return of(text, LENGTH_MAX);
    }

    /** The same with another limit, in characters. */
    static String of(CharSequence text, int lengthMax) {
        int length = Math.min(text.length(), lengthMax);
        StringBuilder plain = new StringBuilder(length + 1);
        text.subSequence(0, length)
                .codePoints()
                .map(character -> isObeyed(character) ? ' ' : character)
                .forEach(plain::appendCodePoint);
        return length < text.length() ? plain.append('…').toString() : plain.toString();
    }

    /** Whether a character moves, hides or reorders what is shown. */
    public static boolean isObeyed(int character) {
        int type = Character.getType(character);
        return Character.isISOControl(character)
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }
}
