package dev.yima.codegen.lot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.codegen.terminal.SafeText;
import java.util.StringJoiner;

/** A lot in one line, for those who decide about it. */
final class LotText {
    private LotText() {}

    /** Number, label, kind, size, state, and what has happened to it. */
    static String tell(JsonNode lot) {
        StringJoiner words = new StringJoiner(", ");
        add(words, "", lot, "label");
        add(words, "", lot, "kind");
        add(words, "codes ", lot, "size");
        add(words, "", lot, "state");
        add(words, "scanned ", lot, "scanned");
        add(words, "claimed ", lot, "claimed");
        return "lot " + SafeText.of(lot.path("number").asText("")) + " (" + words + ")";
    }

    private static void add(StringJoiner words, String before, JsonNode lot, String field) {
        JsonNode value = lot.path(field);
        if (!value.isNull() && !value.asText("").isBlank()) {
            words.add(before + SafeText.of(value.asText("")));
        }
    }
}
