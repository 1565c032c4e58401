package dev.yima.codec;

import dev.yima.codec.CodeReading.Fault;
import dev.yima.codec.CodeReading.Malformed;
import dev.yima.codec.CodeReading.Wellformed;

/**
 * Reads what a person typed, a camera saw or a scanner sent: the symbols of a code, or a URL in either form. Forgives
 * case, dashes, space, invisible characters, what stands around the code, and O, I and L; refuses everything else. The
 * only reader of codes: what is a code for one call is one for all.
 */
public final class CodeReader {
    /** Characters that are looked at; a longer text is refused unread. */
    public static final int LENGTH_MAX = 2_048;

    private static final int BODY_START = LotNumber.SYMBOLS;

    private CodeReader() {}

    /** Reads a text as a code; never throws. */
    public static CodeReading read(CharSequence text) {
        if (text.length() > LENGTH_MAX) {
            return new Malformed(Fault.TOO_LONG);
        }
        CodeReading reading = symbols(text);
        return reading instanceof Malformed
                ? CodeUrl.codeText(withoutSpace(text)).map(CodeReader::symbols).orElse(reading)
                : reading;
    }

    private static CodeReading symbols(CharSequence text) {
        int from = 0;
        int to = text.length();
        while (from < to && !isLetterOrDigit(text.charAt(from))) {
            from++;
        }
        while (from < to && !isLetterOrDigit(text.charAt(to - 1))) {
            to--;
        }
        int symbols = 0;
        int lot = 0;
        long body = 0;
        boolean unusedLetter = false;
        for (int i = from; i < to; i++) {
            char character = text.charAt(i);
            int value = Base32.valueOf(character);
            if (value == Base32.NO_SYMBOL) {
                if (isDash(character) || isSpace(character)) {
                    continue;
                }
                if (character != 'U' && character != 'u') {
                    return new Malformed(Fault.FOREIGN_CHARACTER);
                }
                unusedLetter = true;
                value = 0;
            }
            if (symbols < BODY_START) {
                lot = lot << Base32.BITS_PER_SYMBOL | value;
            } else if (symbols < Code.SYMBOLS) {
                body = body << Base32.BITS_PER_SYMBOL | value;
            }
            symbols++;
        }
        if (symbols != Code.SYMBOLS) {
            return new Malformed(Fault.LENGTH);
        }
        return unusedLetter ? new Malformed(Fault.UNUSED_LETTER) : new Wellformed(new Code(new LotNumber(lot), body));
    }

    /** Of any alphabet: what stands around a code is punctuation and symbols, never a letter that it might end with. */
    private static boolean isLetterOrDigit(char character) {
        return Character.isLetterOrDigit(character);
    }

    private static boolean isDash(char character) {
        return Character.getType(character) == Character.DASH_PUNCTUATION;
    }

    /** Space, or a character that nobody sees: a mark of byte order or direction, a zero-width space, a line end. */
    private static boolean isSpace(char character) {
        return switch (Character.getType(character)) {
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL,
                    Character.FORMAT -> true;
            default -> false;
        };
    }

    private static String withoutSpace(CharSequence text) {
        StringBuilder seen = new StringBuilder(text.length());
        text.chars()
                .filter(character -> !isSpace((char) character))
                .forEach(character -> seen.append((char) character));
        return seen.toString();
    }
}
