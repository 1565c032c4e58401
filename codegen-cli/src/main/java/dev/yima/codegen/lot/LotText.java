package dev.yima.codegen.lot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.codec.CodeKind;
import dev.yima.codegen.terminal.Count;
import dev.yima.codegen.terminal.SafeText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** Whether a lot is stopped for now. */
    static boolean isFrozen(JsonNode lot) {
        return lot.path("state").asText("").equals("FROZEN");
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
        words.add(state(lot));
        add(words, "scanned ", lot, "scanned");
        add(words, "claimed ", lot, "claimed");
        return "lot " + SafeText.of(lot.path("number").asText("")) + " (" + words + ")";
    }

    /** The lots, a line each, with the sum of their codes where there are several. */
    static String tell(List<JsonNode> lots) {
        List<String> lines = new ArrayList<>(lots.stream().map(LotText::tell).toList());
        if (lots.size() > 1) {
            long codes = lots.stream().mapToLong(LotText::goodsCount).sum();
            lines.add("together " + Count.of(codes, "code") + " in " + lots.size() + " lots");
        }
        return String.join("\n", lines);
    }

    /** The state, and the reason of a stop where staff gave one. */
    static String state(JsonNode lot) {
        StringJoiner words = new StringJoiner(", ");
        add(words, "", lot, "state");
        add(words, "", lot, "stopReason");
        return words.toString();
    }

    /** The copies of a lot that have leaked, each with the first scan that proves it. */
    static List<String> leaks(JsonNode custody) {
        Map<String, String> first = new LinkedHashMap<>();
        for (JsonNode incident : custody.path("incidents")) {
            String copy = recipient(incident);
            first.putIfAbsent(
                    copy,
                    "the copy of " + copy + " has leaked, and whoever has it can claim: its honey code "
                            + incident.path("serial").asText("") + " was scanned at "
                            + SafeText.of(incident.path("at").asText("")));
        }
        return List.copyOf(first.values());
    }

    /** The recipient of a copy, in words. */
    static String recipient(JsonNode copy) {
        JsonNode name = copy.path("recipient");
        return name.isNull() || name.asText("").isEmpty() ? "the brand itself" : SafeText.of(name.asText(""));
    }

    /** The number of a lot's codes that are for goods; 0 where the server does not say. */
    static long goodsCount(JsonNode lot) {
        return Math.max(0, lot.path("size").asLong() - lot.path("honeys").asLong());
    }

    /** Whether the codes of a lot pay nobody, whatever they are bound to. */
    static boolean neverPays(JsonNode lot) {
        return Arrays.stream(CodeKind.values())
                .anyMatch(kind ->
                        !kind.pays() && kind.name().equals(lot.path("kind").asText("")));
    }

    /** The number of a lot's codes that are for goods: honey codes are on none. */
    static String goods(JsonNode lot) {
        return lot.path("size").isInt() ? Long.toString(goodsCount(lot)) : "";
    }

    private static void add(StringJoiner words, String before, JsonNode lot, String field) {
        JsonNode value = lot.path(field);
        if (!value.isNull() && !value.asText("").isBlank()) {
            words.add(before + SafeText.of(value.asText("")));
        }
    }
}
