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

    /** One in each byte. */
    private static final long ONES = 0x0101_0101_0101_0101L;

    private static final int SYMBOL_A = 'A';
    private static final int FIRST_LETTER = 10;
    private static final int AFTER_I = 18;
    private static final int AFTER_L = 20;
    private static final int AFTER_O = 22;
    private static final int AFTER_U = 27;

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

    /**
     * Eight symbols at once: the low 40 bits of {@code value} as eight ASCII bytes of a big-endian long. Every step
     * works on all eight bytes of the long, so that nothing is looked up and nothing branches.
     */
    static long encode40(long value) {
        long halves = (value & 0xFF_FFF0_0000L) << 12 | value & 0xF_FFFFL;
        long quarters = (halves & 0x000F_FC00_000F_FC00L) << 6 | halves & 0x0000_03FF_0000_03FFL;
        long values = (quarters & 0x03E0_03E0_03E0_03E0L) << 3 | quarters & 0x001F_001F_001F_001FL;
        // Letters follow the digits after a gap of 7 in ASCII, and each of I, L, O and U is one more gap.
        return values
                + '0' * ONES
                + (SYMBOL_A - '0' - FIRST_LETTER) * atLeast(values, FIRST_LETTER)
                + atLeast(values, AFTER_I)
                + atLeast(values, AFTER_L)
                + atLeast(values, AFTER_O)
                + atLeast(values, AFTER_U);
    }

    /** One in every byte whose value, 0 to 31, is at least the bound. */
    private static long atLeast(long values, int bound) {
        return values + (0x80 - bound) * ONES >>> Byte.SIZE - 1 & ONES;
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
