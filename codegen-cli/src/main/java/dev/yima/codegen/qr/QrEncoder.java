package dev.yima.codegen.qr;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Optional;

/**
 * Draws short texts: bits, codewords, error correction, modules, and the best of the eight masks. All that does not
 * depend on the text is laid out once.
 */
final class QrEncoder {
    private static final String ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    private static final int ASCII = 128;
    private static final byte[] VALUES = values();
    private static final int MODE_BITS = 4;
    private static final int ALPHANUMERIC_MODE = 2;
    private static final int ALPHANUMERIC_COUNT_BITS = 9;
    private static final int PAIR_BITS = 11;
    private static final int SINGLE_BITS = 6;
    private static final int BYTE_MODE = 4;
    private static final int BYTE_COUNT_BITS = 8;
    private static final int[] FILLERS = {0xEC, 0x11};
    private static final QrLayout[][] LAYOUTS = layouts();

    private QrEncoder() {}

    /** The symbol of a text; empty when it is too long, or of digits alone, which have a mode of their own. */
    static Optional<QrSymbol> encode(String text, QrLevel level) {
        int version = version(text, level);
        if (version == 0) {
            return Optional.empty();
        }
        QrLayout layout = LAYOUTS[level.ordinal()][version - 1];
        return Optional.of(new QrSymbol(masked(layout, codewords(layout, text))));
    }

    /** The smallest version that holds a text; 0 when it is not for this encoder. */
    static int version(String text, QrLevel level) {
        int bits = bits(text);
        if (bits == 0) {
            return 0;
        }
        QrLayout[] layouts = LAYOUTS[level.ordinal()];
        for (int i = 0; i < layouts.length; i++) {
            if (bits <= layouts[i].dataCodewords * Byte.SIZE) {
                return i + 1;
            }
        }
        return 0;
    }

    /** Bits of a text with its header; 0 when this encoder does not take it. */
    private static int bits(String text) {
        boolean digits = true;
        boolean alphanumeric = true;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character >= ASCII) {
                return 0;
            }
            digits &= character >= '0' && character <= '9';
            alphanumeric &= VALUES[character] >= 0;
        }
        if (digits) {
            return 0;
        }
        return alphanumeric
                ? MODE_BITS + ALPHANUMERIC_COUNT_BITS + text.length() / 2 * PAIR_BITS + text.length() % 2 * SINGLE_BITS
                : MODE_BITS + BYTE_COUNT_BITS + text.length() * Byte.SIZE;
    }

    private static byte[] codewords(QrLayout layout, String text) {
        byte[] data = data(layout, text);
        byte[] all = new byte[layout.totalCodewords];
        byte[] correction = new byte[layout.blocks.length * layout.correctionCodewords];
        int longest = 0;
        int from = 0;
        for (int block = 0; block < layout.blocks.length; block++) {
            int to = from + layout.blocks[block];
            layout.correction.correct(data, from, to, correction, block * layout.correctionCodewords);
            longest = Math.max(longest, layout.blocks[block]);
            from = to;
        }
        int next = 0;
        for (int i = 0; i < longest; i++) {
            int start = 0;
            for (int length : layout.blocks) {
                if (i < length) {
                    all[next++] = data[start + i];
                }
                start += length;
            }
        }
        for (int i = 0; i < layout.correctionCodewords; i++) {
            for (int block = 0; block < layout.blocks.length; block++) {
                all[next++] = correction[block * layout.correctionCodewords + i];
            }
        }
        return all;
    }

    private static byte[] data(QrLayout layout, String text) {
        Bits bits = new Bits(layout.dataCodewords);
        byte[] characters = text.getBytes(US_ASCII);
        boolean alphanumeric = text.chars().allMatch(character -> VALUES[character] >= 0);
        if (alphanumeric) {
            bits.add(ALPHANUMERIC_MODE, MODE_BITS);
            bits.add(characters.length, ALPHANUMERIC_COUNT_BITS);
            int paired = characters.length / 2 * 2;
            for (int i = 0; i < paired; i += 2) {
                int pair = VALUES[characters[i]] * ALPHANUMERIC.length() + VALUES[characters[i + 1]];
                bits.add(pair, PAIR_BITS);
            }
            if (paired < characters.length) {
                bits.add(VALUES[characters[paired]], SINGLE_BITS);
            }
        } else {
            bits.add(BYTE_MODE, MODE_BITS);
            bits.add(characters.length, BYTE_COUNT_BITS);
            for (byte character : characters) {
                bits.add(character, Byte.SIZE);
            }
        }
        return bits.filled();
    }

    /** Places the bits, and turns them over with the mask that scores best. */
    private static long[] masked(QrLayout layout, byte[] codewords) {
        int size = layout.size;
        long[] rows = new long[size];
        long[] columns = new long[size];
        for (int i = 0; i < codewords.length * Byte.SIZE; i++) {
            long bit = codewords[i >> 3] >> 7 - (i & 7) & 1;
            rows[layout.bitRows[i]] |= bit << layout.bitColumns[i];
            columns[layout.bitColumns[i]] |= bit << layout.bitRows[i];
        }
        long[] best = rows;
        int lowest = Integer.MAX_VALUE;
        for (int mask = 0; mask < layout.maskRows.length; mask++) {
            long[] maskedRows = turned(rows, layout.maskRows[mask]);
            int score = layout.penalty.score(maskedRows, turned(columns, layout.maskColumns[mask]));
            if (score < lowest) {
                lowest = score;
                best = maskedRows;
            }
        }
        return best;
    }

    private static long[] turned(long[] lines, long[] mask) {
        long[] turned = new long[lines.length];
        for (int i = 0; i < lines.length; i++) {
            turned[i] = lines[i] ^ mask[i];
        }
        return turned;
    }

    private static byte[] values() {
        byte[] values = new byte[ASCII];
        for (int i = 0; i < ASCII; i++) {
            values[i] = (byte) ALPHANUMERIC.indexOf(i);
        }
        return values;
    }

    private static QrLayout[][] layouts() {
        QrLayout[][] layouts = new QrLayout[QrLevel.values().length][QrLayout.VERSION_MAX];
        for (QrLevel level : QrLevel.values()) {
            for (int version = 1; version <= QrLayout.VERSION_MAX; version++) {
                layouts[level.ordinal()][version - 1] = new QrLayout(version, level);
            }
        }
        return layouts;
    }

    /** Bits, the most significant first. */
    private static final class Bits {
        private final byte[] bytes;
        private int length;

        Bits(int byteCount) {
            bytes = new byte[byteCount];
        }

        void add(int value, int count) {
            for (int bit = count - 1; bit >= 0; bit--) {
                bytes[length >> 3] |= (byte) ((value >> bit & 1) << 7 - (length & 7));
                length++;
            }
        }

        /** The bits, ended by up to four zeros, and filled up as the standard says. */
        byte[] filled() {
            int used = Math.min(bytes.length, (length + MODE_BITS + Byte.SIZE - 1) / Byte.SIZE);
            for (int i = used; i < bytes.length; i++) {
                bytes[i] = (byte) FILLERS[(i - used) % FILLERS.length];
            }
            return bytes;
        }
    }
}
