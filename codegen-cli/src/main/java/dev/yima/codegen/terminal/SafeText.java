package dev.yima.codegen.terminal;

import java.util.Locale;

/** Makes text that came from elsewhere safe to show: one line, bounded, and no sequence that a terminal obeys. */
public final class SafeText {
    /** Characters shown; the rest is cut off. */
    public static final int LENGTH_MAX = 500;

    private static final int IDEOGRAPHIC_SPACE = 0x3000;

    private SafeText() {}

    /** The text with every control character as a space, cut at {@link #LENGTH_MAX}. */
    public static String of(CharSequence text) {
        int length = Math.min(text.length(), LENGTH_MAX);
        StringBuilder plain = new StringBuilder(length + 1);
        text.subSequence(0, length)
                .codePoints()
                .map(character -> isObeyed(character) ? ' ' : character)
                .forEach(plain::appendCodePoint);
        return length < text.length() ? plain.append('…').toString() : plain.toString();
    }

    /** The text of an error: characters that nobody sees are named, such as U+200B, and all others are as above. */
    static String revealed(CharSequence text, int lengthMax) {
        int length = Math.min(text.length(), lengthMax);
        StringBuilder plain = new StringBuilder(length + 1);
        text.subSequence(0, length).codePoints().forEach(character -> {
            int type = Character.getType(character);
            boolean unseen = type == Character.FORMAT
                    || type == Character.SPACE_SEPARATOR && character != ' ' && character != IDEOGRAPHIC_SPACE;
            if (unseen) {
                plain.append(String.format(Locale.ROOT, "<U+%04X>", character));
            } else {
                plain.appendCodePoint(isObeyed(character) ? ' ' : character);
            }
        });
        return length < text.length() ? plain.append('…').toString() : plain.toString();
    }

    /** The text without what nobody sees at its ends: spaces of any kind, line ends, marks, zero-width characters. */
    public static String stripped(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isUnseen(text.charAt(start))) {
            start++;
        }
        while (end > start && isUnseen(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isUnseen(char character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.getType(character) == Character.FORMAT;
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
