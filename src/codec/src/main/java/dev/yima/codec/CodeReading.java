package dev.yima.codec;

/** The result of reading a text as a code. Switch over {@link #kind()}. */
public sealed interface CodeReading {
    /** Which of the two it is. */
    Kind kind();

    /** The outcomes of reading a text. */
    enum Kind {
        /** 16 symbols of the alphabet: see {@link Wellformed}. */
        WELLFORMED,
        /** Anything else: see {@link Malformed}. */
        MALFORMED
    }

    /** The reason that a text is not a code, in order of precedence. */
    enum Fault {
        /** The text is longer than anything a person could have read off a label. */
        TOO_LONG,
        /** A character that no keyboard slip turns into a symbol: another alphabet, a space, a control character. */
        FOREIGN_CHARACTER,
        /** Not 16 letters and digits. */
        LENGTH,
        /** 16 letters and digits, but with the letter U, which the alphabet leaves out: a slip, not an attack. */
        UNUSED_LETTER
    }

    /**
     * A text that reads as a code.
     *
     * @param code the code; genuine or not
     */
    record Wellformed(Code code) implements CodeReading {
        @Override
        public Kind kind() {
            return Kind.WELLFORMED;
        }
    }

    /**
     * A text that is no code.
     *
     * @param fault the first rule that the text breaks
     */
    record Malformed(Fault fault) implements CodeReading {
        @Override
        public Kind kind() {
            return Kind.MALFORMED;
        }
    }
}
