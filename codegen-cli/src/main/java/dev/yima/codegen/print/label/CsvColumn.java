package dev.yima.codegen.print.label;

import dev.yima.codegen.table.CodeRow;
import dev.yima.codegen.terminal.CommandFailed;
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
    LOT,
    /** The purpose of the lot's codes. */
    KIND,
    /** The name that staff gave the lot. */
    LABEL;

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
            case KIND -> known(row).kind();
            case LABEL -> known(row).label();
        };
    }

    private static CodeRow known(CodeRow row) {
        if (row.kind().isEmpty()) {
            throw CommandFailed.failed("must be a folder that mint made, whose manifest tells kind and label");
        }
        return row;
    }
}
