package dev.yima.codegen.lot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.codegen.terminal.SafeText;
import java.util.StringJoiner;

/** A lot in one line, for those who decide about it. */
final class LotText {
    /** The mark of a test lot. */
    static final String TEST = "TEST";

    private LotText() {}

    /** Whether a lot was never activated, so that what becomes of its codes can be undone. */
    static boolean isMinted(JsonNode lot) {
        return lot.path("state").asText("").equals("MINTED");
    }

    /** Number, label, kind, size, state, and what has happened to it. */
    static String tell(JsonNode lot) {
        StringJoiner words = new StringJoiner(", ");
        add(words, "", lot, "label");
        add(words, "", lot, "kind");
        if (lot.path("test").asBoolean()) {
            words.add(TEST);
        }
        if (!goods(lot).isEmpty()) {
            words.add("codes " + goods(lot));
        }
        add(words, "", lot, "state");
        add(words, "scanned ", lot, "scanned");
        add(words, "claimed ", lot, "claimed");
        return "lot " + SafeText.of(lot.path("number").asText("")) + " (" + words + ")";
    }

    /** The number of a lot's codes that are for goods: honey codes are on none. */
    static String goods(JsonNode lot) {
        return lot.path("size").isInt()
                ? Integer.toString(lot.path("size").asInt() - lot.path("honeys").asInt())
                : "";
    }

    private static void add(StringJoiner words, String before, JsonNode lot, String field) {
        JsonNode value = lot.path(field);
        if (!value.isNull() && !value.asText("").isBlank()) {
            words.add(before + SafeText.of(value.asText("")));
        }
    }
}
