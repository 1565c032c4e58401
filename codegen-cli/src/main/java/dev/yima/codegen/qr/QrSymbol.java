package dev.yima.codegen.qr;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import dev.yima.codegen.terminal.CommandFailed;

/**
 * The dark and light modules of one QR symbol, in the smallest version that holds the text. Texts as long as URLs of
 * codes are encoded by {@link QrEncoder}, others by ZXing; both pick the mask that the standard scores best.
 */
public final class QrSymbol {
    /** Light modules that must surround a symbol on every side (ISO/IEC 18004, 9.1). */
    public static final int QUIET_ZONE = 4;

    private static final int VERSION_1_MODULES = 21;
    private static final int VERSION_STEP_MODULES = 4;

    private final int modules;
    private final int wordsOfRow;
    private final long[] words;

    /** A symbol of at most 64 modules a side, a long for each row; the lowest bit is the leftmost module. */
    QrSymbol(long[] rows) {
        this.modules = rows.length;
        this.wordsOfRow = 1;
        this.words = rows;
    }

    private QrSymbol(ByteMatrix matrix) {
        this.modules = matrix.getWidth();
        this.wordsOfRow = (modules + Long.SIZE - 1) / Long.SIZE;
        this.words = new long[modules * wordsOfRow];
        for (int row = 0; row < modules; row++) {
            for (int column = 0; column < modules; column++) {
                words[row * wordsOfRow + column / Long.SIZE] |= (long) matrix.get(column, row) << column;
            }
        }
    }

    /**
     * Draws a text. Upper-case URLs stay in alphanumeric mode.
     *
     * @throws CommandFailed when it is too long for any symbol
     */
    public static QrSymbol of(String text, QrLevel level) {
        return QrEncoder.encode(text, level).orElseGet(() -> byZxing(text, level));
    }

    /** The number of modules on a side of the text's symbol. */
    public static int modules(String text, QrLevel level) {
        int version = QrEncoder.version(text, level);
        return version == 0 ? byZxing(text, level).modules() : VERSION_1_MODULES + (version - 1) * VERSION_STEP_MODULES;
    }

    /** The modules on a side, without the quiet zone. */
    public int modules() {
        return modules;
    }

    /** The version, 1 to 40. */
    public int version() {
        return (modules - VERSION_1_MODULES) / VERSION_STEP_MODULES + 1;
    }

    /** Whether a module is dark; column and row count from the top left corner, without the quiet zone. */
    public boolean isDark(int column, int row) {
        return (words[row * wordsOfRow + column / Long.SIZE] >>> column & 1) != 0;
    }

    /** Names every horizontal run of dark modules, from the top left. */
    public void forEachRun(RunDrawer drawer) {
        for (int row = 0; row < modules; row++) {
            int column = 0;
            while (column < modules) {
                int end = column;
                while (end < modules && isDark(end, row)) {
                    end++;
                }
                if (end > column) {
                    drawer.draw(column, row, end - column);
                }
                column = end + 1;
            }
        }
    }

    /** The same text drawn by ZXing with its own choice of everything. */
    static QrSymbol byZxing(String text, QrLevel level) {
        try {
            return new QrSymbol(Encoder.encode(text, level.level()).getMatrix());
        } catch (WriterException e) {
            throw CommandFailed.failed("must fit in a QR symbol: " + text.length() + " characters at level " + level);
        }
    }

    /** Draws one run of dark modules. */
    @FunctionalInterface
    public interface RunDrawer {
        /** Draws {@code length} modules to the right from a column and a row. */
        void draw(int column, int row, int length);
    }
}
