package dev.yima.codegen.qr;

import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.decoder.Version;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything about a version and a level that does not depend on the text: where its bits go, what stands there
 * whatever the text, and the eight masks. For versions 1 to {@value #VERSION_MAX}, which hold 134 to 154 characters of
 * a URL in capitals; a row fits a long with room to spare.
 */
final class QrLayout {
    /** The largest version that is laid out here; larger ones also carry version information. */
    static final int VERSION_MAX = 6;

    private static final int MASKS = 8;
    private static final int FINDER = 7;
    private static final int TIMING = 6;
    private static final int FORMAT_POLYNOMIAL = 0x537;
    private static final int FORMAT_MASK = 0x5412;
    private static final int FORMAT_DATA_BITS = 5;
    private static final int FORMAT_CHECK_BITS = 10;

    final int size;
    final int totalCodewords;
    final int dataCodewords;

    /** Data codewords of each block, and correction codewords of any. */
    final int[] blocks;

    final int correctionCodewords;
    final ReedSolomon correction;
    final Penalty penalty;

    /** Column and row of each data bit, in the order of the bits. */
    final byte[] bitColumns;

    final byte[] bitRows;

    /** For each mask, what is turned over and what stands there: masks, finders, timing and format, all at once. */
    final long[][] maskRows = new long[MASKS][];

    final long[][] maskColumns = new long[MASKS][];

    private final boolean[][] reserved;

    QrLayout(int versionNumber, QrLevel level) {
        Version version = Version.getVersionForNumber(versionNumber);
        Version.ECBlocks correctionBlocks = version.getECBlocksForLevel(level.level());
        this.size = version.getDimensionForVersion();
        this.totalCodewords = version.getTotalCodewords();
        this.correctionCodewords = correctionBlocks.getECCodewordsPerBlock();
        this.dataCodewords = totalCodewords - correctionBlocks.getTotalECCodewords();
        this.blocks = blocks(correctionBlocks);
        this.correction = new ReedSolomon(correctionCodewords);
        this.penalty = new Penalty(size);
        this.reserved = new boolean[size][size];
        boolean[][] fixed = new boolean[size][size];
        drawFunctions(fixed, version.getAlignmentPatternCenters());
        List<byte[]> places = places();
        this.bitColumns = new byte[places.size()];
        this.bitRows = new byte[places.size()];
        for (int i = 0; i < places.size(); i++) {
            bitColumns[i] = places.get(i)[0];
            bitRows[i] = places.get(i)[1];
        }
        for (int mask = 0; mask < MASKS; mask++) {
            drawMask(mask, level.level(), fixed);
        }
    }

    private static int[] blocks(Version.ECBlocks correctionBlocks) {
        int[] blocks = new int[correctionBlocks.getNumBlocks()];
        int block = 0;
        for (Version.ECB group : correctionBlocks.getECBlocks()) {
            for (int i = 0; i < group.getCount(); i++) {
                blocks[block++] = group.getDataCodewords();
            }
        }
        return blocks;
    }

    private void drawFunctions(boolean[][] fixed, int[] centers) {
        drawFinder(fixed, 0, 0);
        drawFinder(fixed, size - FINDER, 0);
        drawFinder(fixed, 0, size - FINDER);
        for (int i = 0; i <= FINDER + 1; i++) {
            reserve(i, FINDER + 1);
            reserve(FINDER + 1, i);
            if (i <= FINDER) {
                reserve(size - 1 - i, FINDER + 1);
                reserve(FINDER + 1, size - 1 - i);
            }
        }
        for (int column : centers) {
            for (int row : centers) {
                if (!reserved[column][row]) {
                    drawSquares(fixed, column, row, 2);
                }
            }
        }
        for (int i = FINDER + 1; i < size - FINDER - 1; i++) {
            draw(fixed, i, TIMING, i % 2 == 0);
            draw(fixed, TIMING, i, i % 2 == 0);
        }
        draw(fixed, FINDER + 1, size - FINDER - 1, true);
    }

    /** A finder and the light modules around it. */
    private void drawFinder(boolean[][] fixed, int left, int top) {
        for (int i = -1; i <= FINDER; i++) {
            for (int k = -1; k <= FINDER; k++) {
                if (left + i >= 0 && left + i < size && top + k >= 0 && top + k < size) {
                    reserve(left + i, top + k);
                }
            }
        }
        drawSquares(fixed, left + FINDER / 2, top + FINDER / 2, FINDER / 2);
    }

    /** Rings around a centre, dark and light in turn from the outside; a finder has a thicker core. */
    private void drawSquares(boolean[][] fixed, int column, int row, int radius) {
        for (int i = -radius; i <= radius; i++) {
            for (int k = -radius; k <= radius; k++) {
                int ring = Math.max(Math.abs(i), Math.abs(k));
                draw(fixed, column + i, row + k, ring != radius - 1);
            }
        }
    }

    private void draw(boolean[][] fixed, int column, int row, boolean dark) {
        fixed[column][row] = dark;
        reserve(column, row);
    }

    private void reserve(int column, int row) {
        reserved[column][row] = true;
    }

    /** The way of the data: up and down in strips of two columns, from the right, around the vertical timing line. */
    private List<byte[]> places() {
        List<byte[]> places = new ArrayList<>();
        boolean up = true;
        for (int right = size - 1; right > 0; right -= 2) {
            if (right == TIMING) {
                right--;
            }
            for (int i = 0; i < size; i++) {
                int row = up ? size - 1 - i : i;
                for (int column = right; column > right - 2; column--) {
                    if (!reserved[column][row]) {
                        places.add(new byte[] {(byte) column, (byte) row});
                    }
                }
            }
            up = !up;
        }
        return places;
    }

    private void drawMask(int mask, ErrorCorrectionLevel level, boolean[][] fixed) {
        long[] rows = new long[size];
        long[] columns = new long[size];
        for (int column = 0; column < size; column++) {
            for (int row = 0; row < size; row++) {
                if (reserved[column][row] ? fixed[column][row] : isTurned(mask, column, row)) {
                    rows[row] |= 1L << column;
                    columns[column] |= 1L << row;
                }
            }
        }
        drawFormat(format(level.getBits() << 3 | mask), rows, columns);
        maskRows[mask] = rows;
        maskColumns[mask] = columns;
    }

    /** Both copies of the format information (ISO/IEC 18004, 7.9), its lowest bit first. */
    private void drawFormat(int format, long[] rows, long[] columns) {
        for (int i = 0; i < FORMAT_DATA_BITS + FORMAT_CHECK_BITS; i++) {
            if ((format >> i & 1) == 1) {
                int down = i < 6 ? i : i < 8 ? i + 1 : size - 15 + i;
                int left = i < 8 ? size - 1 - i : i == 8 ? 7 : 14 - i;
                rows[down] |= 1L << FINDER + 1;
                columns[FINDER + 1] |= 1L << down;
                rows[FINDER + 1] |= 1L << left;
                columns[left] |= 1L << FINDER + 1;
            }
        }
    }

    private static int format(int data) {
        int rest = data << FORMAT_CHECK_BITS;
        for (int bit = FORMAT_DATA_BITS + FORMAT_CHECK_BITS - 1; bit >= FORMAT_CHECK_BITS; bit--) {
            rest ^= (rest >> bit & 1) * (FORMAT_POLYNOMIAL << bit - FORMAT_CHECK_BITS);
        }
        return (data << FORMAT_CHECK_BITS | rest) ^ FORMAT_MASK;
    }

    private static boolean isTurned(int mask, int column, int row) {
        int product = column * row;
        return switch (mask) {
            case 0 -> (row + column) % 2 == 0;
            case 1 -> row % 2 == 0;
            case 2 -> column % 3 == 0;
            case 3 -> (row + column) % 3 == 0;
            case 4 -> (row / 2 + column / 3) % 2 == 0;
            case 5 -> product % 2 + product % 3 == 0;
            case 6 -> (product % 2 + product % 3) % 2 == 0;
            default -> ((row + column) % 2 + product % 3) % 2 == 0;
        };
    }
}
