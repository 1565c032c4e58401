package dev.yima.codegen.qr;

/** The error correction of one block of codewords (ISO/IEC 18004, 7.5): a division in GF(256), by tables. */
final class ReedSolomon {
    private static final int FIELD = 256;
    private static final int POLYNOMIAL = 0x11D;

    private final int count;

    /** The part of the remainder that each value of the leading codeword takes. */
    private final byte[][] products;

    /** Makes the tables for a number of correction codewords. */
    ReedSolomon(int count) {
        this.count = count;
        int[] generator = generator(count);
        this.products = new byte[FIELD][count];
        for (int factor = 0; factor < FIELD; factor++) {
            for (int i = 0; i < count; i++) {
                products[factor][i] = (byte) product(factor, generator[i]);
            }
        }
    }

    /** Writes the correction codewords of {@code data[from..to)} to {@code out}, from {@code offset}. */
    void correct(byte[] data, int from, int to, byte[] out, int offset) {
        byte[] rest = new byte[count];
        for (int i = from; i < to; i++) {
            byte[] taken = products[(data[i] ^ rest[0]) & 0xFF];
            for (int k = 0; k < count - 1; k++) {
                rest[k] = (byte) (rest[k + 1] ^ taken[k]);
            }
            rest[count - 1] = taken[count - 1];
        }
        System.arraycopy(rest, 0, out, offset, count);
    }

    /** The coefficients of (x - 1)(x - 2)(x - 4)…, the leading one left out, the highest first. */
    private static int[] generator(int count) {
        int[] generator = new int[count];
        generator[count - 1] = 1;
        int root = 1;
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < count; k++) {
                generator[k] = product(generator[k], root) ^ (k + 1 < count ? generator[k + 1] : 0);
            }
            root = product(root, 2);
        }
        return generator;
    }

    private static int product(int a, int b) {
        int sum = 0;
        int shifted = a;
        for (int bits = b; bits > 0; bits >>= 1) {
            sum ^= (bits & 1) * shifted;
            shifted = shifted << 1 ^ (shifted >> 7) * POLYNOMIAL;
        }
        return sum;
    }
}
