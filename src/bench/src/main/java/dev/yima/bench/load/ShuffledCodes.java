package dev.yima.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.yima.codec.Code;
import dev.yima.codec.LotCodec;
import java.nio.ByteBuffer;
import java.util.List;

/** Codes of a lot in an order that jumps about, as caps are opened, made before the clock runs. */
public final class ShuffledCodes {
    /** Odd, so that multiplying by it is a permutation of any power of two. */
    public static final int STRIDE = 0x9E3779B1;

    private final byte[] symbols;

    private ShuffledCodes(byte[] symbols) {
        this.symbols = symbols;
    }

    /**
     * Makes the first codes of a lot, each another.
     *
     * @param lot their lot; its size is a power of two
     * @param count the number
     */
    public static ShuffledCodes of(LotCodec lot, int count) {
        return of(List.of(lot), 0, count);
    }

    /**
     * Makes codes of several lots in turn, each another.
     *
     * @param lots their lots, all of one size, which is a power of two
     * @param first the number that are left out before the first
     * @param count the number
     */
    public static ShuffledCodes of(List<LotCodec> lots, int first, int count) {
        int size = lots.get(0).size();
        if (Integer.bitCount(size) != 1 || first + count > (long) size * lots.size()) {
            throw new IllegalArgumentException("must be a power of two, and enough: size=" + size);
        }
        byte[] symbols = new byte[count * Code.SYMBOLS];
        for (int i = 0; i < count; i++) {
            LotCodec lot = lots.get((first + i) % lots.size());
            byte[] code =
                    lot.code(serial((first + i) / lots.size(), size)).text().getBytes(US_ASCII);
            System.arraycopy(code, 0, symbols, i * Code.SYMBOLS, Code.SYMBOLS);
        }
        return new ShuffledCodes(symbols);
    }

    /** The serial of a lot's code that comes at a place in the order. */
    public static int serial(int place, int size) {
        return place * STRIDE & size - 1;
    }

    /** Writes the symbols of one. */
    void write(int index, ByteBuffer out) {
        out.put(symbols, index * Code.SYMBOLS, Code.SYMBOLS);
    }

    /** The text of one. */
    public String text(int index) {
        return new String(symbols, index * Code.SYMBOLS, Code.SYMBOLS, US_ASCII);
    }

    /** The number of codes. */
    public int count() {
        return symbols.length / Code.SYMBOLS;
    }
}
