package dev.yima.codegen.print.label;

import dev.yima.codegen.table.CodeRow;
import java.util.Locale;

/** What a re-written codes file may hold. */
public enum CsvColumn {
    /** The place in the lot. */
    SERIAL,
    /** The 16 symbols. */
    CODE,
    /** What the symbol carries. */
    URL,
    /** The code as it is shown to people. */
    GROUPED,
    /** The lot number. */
    LOT;

    public String header() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it says of a row. */
    public String value(CodeRow row) {
        return switch (this) {
            case SERIAL -> Integer.toString(row.serial());
            case CODE -> row.code().text();
            case URL -> row.url();
            case GROUPED -> row.code().grouped();
            case LOT -> row.code().lot().text();
        };
    }
}
