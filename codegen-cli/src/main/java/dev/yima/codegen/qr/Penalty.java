package dev.yima.codegen.qr;

/**
 * The penalty of a masked symbol: how badly it reads (ISO/IEC 18004, 7.8.3). A row of modules is a long, so that each
 * rule looks at all
 * modules of a row at once; this is exactly the standard's score, not a cheaper one.
 */
final class Penalty {
    private static final int RUN = 3;
    private static final int BLOCK = 3;
    private static final int FINDER = 40;
    private static final int BALANCE = 10;
    private static final int BALANCE_STEPS = 10;

    private final int size;
    private final long all;

    Penalty(int size) {
        this.size = size;
        this.all = (1L << size) - 1;
    }

    /** The score of a symbol, given by its rows and by its columns; the lowest is the best. */
    int score(long[] rows, long[] columns) {
        int score = 0;
        int dark = 0;
        for (int i = 0; i < size; i++) {
            score += line(rows[i]) + line(columns[i]);
            dark += Long.bitCount(rows[i]);
            if (i > 0) {
                score += BLOCK * blocks(rows[i - 1], rows[i]);
            }
        }
        int modules = size * size;
        return score + Math.abs(2 * dark - modules) * BALANCE_STEPS / modules * BALANCE;
    }

    private int line(long line) {
        long light = ~line & all;
        return runs(line) + runs(light) + FINDER * finders(line, light);
    }

    /** A run of n, five or more, costs n - 2: one for each window of five in it, and two for its beginning. */
    private static int runs(long line) {
        long pairs = line & line >>> 1;
        long windows = pairs & pairs >>> 2 & line >>> 4;
        if (windows == 0) {
            return 0;
        }
        long beginnings = windows & ~(windows << 1);
        return Long.bitCount(windows) + (RUN - 1) * Long.bitCount(beginnings);
    }

    /** Blocks of two by two of one colour, overlapping ones too. */
    private int blocks(long upper, long lower) {
        long same = ~(upper ^ lower) & ~(upper ^ upper >>> 1) & ~(lower ^ lower >>> 1);
        return Long.bitCount(same & all >>> 1);
    }

    /** Places that look like a finder: 1011101 with four light modules before or after it. */
    private int finders(long dark, long light) {
        long core = dark & light >>> 1 & dark >>> 2 & dark >>> 3 & dark >>> 4 & light >>> 5 & dark >>> 6;
        if (core == 0) {
            return 0;
        }
        long lightPairs = light & light >>> 1;
        long fours = lightPairs & lightPairs >>> 2;
        return Long.bitCount(core & (fours << 4 | fours >>> 7));
    }
}
