package dev.yima.codec;

import dev.yima.codec.CodeReading.Fault;
import dev.yima.codec.CodeReading.Malformed;
import dev.yima.codec.CodeReading.Wellformed;

/** Reads what a person typed or a camera saw. Forgives case, dashes, and O, I and L; refuses everything else. */
public final class CodeReader {
    /** Characters that are looked at; a longer text is refused unread. */
    public static final int LENGTH_MAX = 32;

    private static final int BODY_START = LotNumber.SYMBOLS;

    private CodeReader() {}

    /** Reads a text as a code; never throws. */
    public static CodeReading read(CharSequence text) {
        if (text.length() > LENGTH_MAX) {
            return new Malformed(Fault.TOO_LONG);
        }
        int symbols = 0;
        int lot = 0;
        long body = 0;
        boolean unusedLetter = false;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '-') {
                continue;
            }
            int value = Base32.valueOf(character);
            if (value == Base32.NO_SYMBOL) {
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
}
