package dev.yima.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * A well-formed code: 80 bits, printed as 16 symbols. Well-formed says nothing about genuine; only
 * {@link LotCodec#open} can tell.
 *
 * @param lot the lot that the code claims to belong to, symbols 1 to 4
 * @param body tag and hidden serial, symbols 5 to 16: the low 60 bits
 */
public record Code(LotNumber lot, long body) {
    /** Symbols of a code of format version 1; the length is the version. */
    public static final int SYMBOLS = 16;

    /** Symbols of the body. */
    static final int BODY_SYMBOLS = SYMBOLS - LotNumber.SYMBOLS;

    /** Bits of the body. */
    static final int BODY_BITS = BODY_SYMBOLS * Base32.BITS_PER_SYMBOL;

    private static final int GROUP = 4;

    /**
     * Makes a code from its parts.
     *
     * @throws IllegalArgumentException when the body has more than 60 bits
     */
    public Code {
        if (body >>> BODY_BITS != 0) {
            throw new IllegalArgumentException("must fit in " + BODY_BITS + " bits: body=" + Long.toHexString(body));
        }
    }

    /** The 16 symbols in upper case, without dashes: the form that URLs carry. */
    public String text() {
        return new String(symbols(), US_ASCII);
    }

    /** The form shown to people: {@code XXXX-XXXX-XXXX-XXXX}. */
    public String grouped() {
        String symbols = text();
        StringBuilder grouped = new StringBuilder(SYMBOLS + SYMBOLS / GROUP - 1);
        for (int i = 0; i < SYMBOLS; i += GROUP) {
            if (i > 0) {
                grouped.append('-');
            }
            grouped.append(symbols, i, i + GROUP);
        }
        return grouped.toString();
    }

    /** Names the lot only: an unclaimed code is worth money, and this text ends up in logs. */
    @Override
    public String toString() {
        return lot.text() + "-…";
    }

    private byte[] symbols() {
        byte[] symbols = new byte[SYMBOLS];
        Base32.encode(lot.value(), LotNumber.SYMBOLS, symbols, 0);
        Base32.encode(body, BODY_SYMBOLS, symbols, LotNumber.SYMBOLS);
        return symbols;
    }
}
