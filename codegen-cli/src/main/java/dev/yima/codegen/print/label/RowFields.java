package dev.yima.codegen.print.label;

import dev.yima.codegen.table.CodeRow;

/** Fills the places of a text that stand for a row's own: {@code {grouped}}, {@code {code}} and so on. */
public final class RowFields {
    private RowFields() {}

    public static String fill(String text, CodeRow row) {
        String filled = text;
        for (CsvColumn column : CsvColumn.values()) {
            String place = "{" + column.header() + "}";
            if (filled.contains(place)) {
                filled = filled.replace(place, column.value(row));
            }
        }
        return filled;
    }
}
