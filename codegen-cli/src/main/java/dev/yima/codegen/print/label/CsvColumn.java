package dev.yima.codegen.print.label;

import dev.yima.codegen.table.CodeRow;
import java.util.Locale;

/** The columns that a re-written codes file may hold. */
public enum CsvColumn {
    /** The place in the lot. */
    SERIAL,
    /** The 16 symbols. */
    CODE,
    /** The content of the symbol. */
    URL,
    /** The code as it is shown to people. */
    GROUPED,
    /** The lot number. */
    LOT;

    public String header() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The column's text for a row. */
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
