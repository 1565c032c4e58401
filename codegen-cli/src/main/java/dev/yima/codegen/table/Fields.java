package dev.yima.codegen.table;

import java.util.ArrayList;
import java.util.List;

/** The fields of one line (RFC 4180); a quoted field may hold separators and doubled quotes, but no line end. */
final class Fields {
    private static final char QUOTE = '"';

    private Fields() {}

    /** Splits a line where its separator stands outside quotes. */
    static List<String> of(String line, char separator) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char character = line.charAt(i);
            if (character == QUOTE && quoted && i + 1 < line.length() && line.charAt(i + 1) == QUOTE) {
                field.append(QUOTE);
                i++;
            } else if (character == QUOTE) {
                quoted = !quoted;
            } else if (character == separator && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(character);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
