package dev.yima.codegen.print;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import dev.yima.codegen.terminal.CommandFailed;
import java.util.Map;

/** The dark and light modules of one QR symbol, in the smallest version that holds the text. */
final class QrSymbol {
    /** Light modules that must surround a symbol on every side (ISO/IEC 18004, 9.1). */
    static final int QUIET_ZONE = 4;

    private static final int VERSION_1_MODULES = 21;
    private static final int VERSION_STEP_MODULES = 4;

    private final ByteMatrix modules;

    private QrSymbol(ByteMatrix modules) {
        this.modules = modules;
    }

    /** Draws a text with the mask that reads best. Upper-case URLs stay in alphanumeric mode. */
    static QrSymbol of(String text, QrLevel level) {
        return encode(text, level, Map.of());
    }

    /** How many modules a side of the text's symbol has; any mask will do for that, and is quicker. */
    static int modules(String text, QrLevel level) {
        return encode(text, level, Map.of(EncodeHintType.QR_MASK_PATTERN, 0)).modules();
    }

    /** The modules on a side, without the quiet zone. */
    int modules() {
        return modules.getWidth();
    }

    /** The version, 1 to 40. */
    int version() {
        return (modules() - VERSION_1_MODULES) / VERSION_STEP_MODULES + 1;
    }

    /** Whether a module is dark; column and row count from the top left corner, without the quiet zone. */
    boolean isDark(int column, int row) {
        return modules.get(column, row) == 1;
    }

    /** Names every horizontal run of dark modules, from the top left. */
    void forEachRun(RunDrawer drawer) {
        int size = modules();
        for (int row = 0; row < size; row++) {
            int column = 0;
            while (column < size) {
                int end = column;
                while (end < size && isDark(end, row)) {
                    end++;
                }
                if (end > column) {
                    drawer.draw(column, row, end - column);
                }
                column = end + 1;
            }
        }
    }

    private static QrSymbol encode(String text, QrLevel level, Map<EncodeHintType, ?> hints) {
        try {
            return new QrSymbol(Encoder.encode(text, level.level(), hints).getMatrix());
        } catch (WriterException e) {
            throw CommandFailed.failed("must fit in a QR symbol: " + text.length() + " characters at level " + level);
        }
    }

    /** Draws one run of dark modules. */
    @FunctionalInterface
    interface RunDrawer {
        void draw(int column, int row, int length);
    }
}
