package dev.yima.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * Crockford's base32: {@code 0-9 A-Z} without I, L, O and U; I and L are read as 1, O as 0. See <a
 * href="https://www.crockford.com/base32.html">crockford.com/base32</a>. The check symbol is not used: a code carries
 * a cryptographic tag instead.
 */
final class Base32 {
    static final int BITS_PER_SYMBOL = 5;
    static final int NO_SYMBOL = -1;

    private static final byte[] SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".getBytes(US_ASCII);
    private static final int SYMBOL_MASK = 31;
    private static final byte[] VALUES = values();

    private Base32() {}

    /** Writes the low {@code 5 * count} bits of {@code value} as {@code count} symbols, the most significant first. */
    static void encode(long value, int count, byte[] out, int offset) {
        long rest = value;
        for (int i = offset + count - 1; i >= offset; i--) {
            out[i] = SYMBOLS[(int) rest & SYMBOL_MASK];
            rest >>>= BITS_PER_SYMBOL;
        }
    }

    /** The value of a symbol, 0 to 31, or {@link #NO_SYMBOL}. */
    static int valueOf(int character) {
        return character >= 0 && character < VALUES.length ? VALUES[character] : NO_SYMBOL;
    }

    private static byte[] values() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) NO_SYMBOL);
        for (int value = 0; value < SYMBOLS.length; value++) {
            values[SYMBOLS[value]] = (byte) value;
            values[Character.toLowerCase((char) SYMBOLS[value])] = (byte) value;
        }
        for (char zero : new char[] {'O', 'o'}) {
            values[zero] = 0;
        }
        for (char one : new char[] {'I', 'i', 'L', 'l'}) {
            values[one] = 1;
        }
        return values;
    }
}
