package dev.yima.codegen.print;

import dev.yima.codegen.files.CodeRow;
import java.util.Locale;

/** What a re-written codes file may hold. */
enum CsvColumn {
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

    /** The field of a row, in quotes when it needs them (RFC 4180). */
    String field(CodeRow row) {
        String field = value(row);
        boolean plain = field.indexOf(',') < 0 && field.indexOf('"') < 0;
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    String header() {
        return name().toLowerCase(Locale.ROOT);
    }

    private String value(CodeRow row) {
        return switch (this) {
            case SERIAL -> Integer.toString(row.serial());
            case CODE -> row.code().text();
            case URL -> row.url();
            case GROUPED -> row.code().grouped();
            case LOT -> row.code().lot().text();
        };
    }
}
