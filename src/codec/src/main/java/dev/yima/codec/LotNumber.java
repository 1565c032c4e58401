package dev.yima.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Optional;

/**
 * The number of a lot: 20 bits, unique in a deployment, printed in clear as the first four symbols of every code.
 *
 * @param value 0 to {@link #VALUE_MAX}
 */
public record LotNumber(int value) {
    /** Symbols that a lot number is printed with. */
    public static final int SYMBOLS = 4;

    /** Bits of a lot number. */
    static final int BITS = SYMBOLS * Base32.BITS_PER_SYMBOL;

    /** The largest lot number, 2<sup>20</sup> - 1. */
    public static final int VALUE_MAX = (1 << BITS) - 1;

    /**
     * Makes a lot number.
     *
     * @throws IllegalArgumentException when the value is outside 0 to {@link #VALUE_MAX}
     */
    public LotNumber {
        if (value < 0 || value > VALUE_MAX) {
            throw new IllegalArgumentException("must be 0 to " + VALUE_MAX + ": lot=" + value);
        }
    }

    /** Reads four symbols as forgivingly as a code is read; empty when they are not a lot number. */
    public static Optional<LotNumber> read(CharSequence text) {
        if (text.length() != SYMBOLS) {
            return Optional.empty();
        }
        int value = 0;
        for (int i = 0; i < SYMBOLS; i++) {
            int symbol = Base32.valueOf(text.charAt(i));
            if (symbol == Base32.NO_SYMBOL) {
                return Optional.empty();
            }
            value = value << Base32.BITS_PER_SYMBOL | symbol;
        }
        return Optional.of(new LotNumber(value));
    }

    /** The four symbols, in upper case. */
    public String text() {
        byte[] symbols = new byte[SYMBOLS];
        Base32.encode(value, SYMBOLS, symbols, 0);
        return new String(symbols, US_ASCII);
    }

    @Override
    public String toString() {
        return text();
    }
}
