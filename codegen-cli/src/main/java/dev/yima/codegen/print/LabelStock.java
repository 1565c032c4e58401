package dev.yima.codegen.print;

import dev.yima.codegen.qr.QrSymbol;

/**
 * The label that sheets and label printers are laid out for: 38.1 × 21.2 mm, 65 on a sheet of A4 (5 × 13, the common
 * "L7651" layout).
 */
final class LabelStock {
    static final double WIDTH_MM = 38.1;
    static final double HEIGHT_MM = 21.2;

    /** Kept free under the symbol for the code in letters. */
    static final double TEXT_MM = 2.4;

    static final int COLUMNS = 5;
    static final int ROWS = 13;
    static final int PER_SHEET = COLUMNS * ROWS;
    static final double SHEET_WIDTH_MM = 210;
    static final double SHEET_HEIGHT_MM = 297;

    private static final double COLUMN_PITCH_MM = 40.6;
    private static final double LEFT_MM = 4.75;
    private static final double TOP_MM = 10.7;

    private LabelStock() {}

    /** The widest module with which a symbol and its quiet zone leave room for the text. */
    static double fitMm(int modules) {
        return (HEIGHT_MM - TEXT_MM) / (modules + 2 * QrSymbol.QUIET_ZONE);
    }

    /** From the sheet's left edge to the left edge of its n-th label, which count from 0 in reading order. */
    static double leftMm(int index) {
        return LEFT_MM + index % COLUMNS * COLUMN_PITCH_MM;
    }

    /** From the sheet's top edge to the top edge of its n-th label. */
    static double topMm(int index) {
        int row = index / COLUMNS;
        return TOP_MM + row * HEIGHT_MM;
    }
}
