package dev.yima.codegen.check;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yima.codegen.terminal.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The findings of a check, kind by kind. */
final class CheckReport {
    /** No symbol of this brand's goods: no code of it, or a code under another address. */
    static final String FOREIGN = "foreign";

    /** The same code in two places. */
    static final String DUPLICATE = "duplicate";

    /** A code that was voided. */
    static final String VOID = "void";

    /** A code that is expected and was not read. */
    static final String UNREAD = "unread";

    /** A genuine code that is not one of those that are expected. */
    static final String UNEXPECTED = "unexpected";

    private final ObjectNode json = JsonNodeFactory.instance.objectNode();
    private final List<String> lines = new ArrayList<>();
    private int read;
    private int pages;
    private int wrong;

    CheckReport() {
        for (String kind : List.of(FOREIGN, DUPLICATE, VOID, UNREAD, UNEXPECTED)) {
            json.putArray(kind);
        }
    }

    void page(int symbols) {
        pages++;
        read += symbols;
    }

    void add(String kind, String code, String place) {
        wrong++;
        json.withArray(kind).addObject().put("code", code).put("place", place);
        lines.add(String.format(Locale.ROOT, "%-10s %s%s", kind, code, place.isEmpty() ? "" : " in " + place));
    }

    int read() {
        return read;
    }

    int wrong() {
        return wrong;
    }

    String text() {
        List<String> all = new ArrayList<>(List.of(Count.of(read, "symbol") + " read"));
        all.addAll(lines);
        return String.join("\n", all);
    }

    ObjectNode json() {
        return json.put("read", read).put("pages", pages);
    }
}
