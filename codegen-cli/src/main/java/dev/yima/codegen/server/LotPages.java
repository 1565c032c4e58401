package dev.yima.codegen.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.codec.LotNumber;
import dev.yima.codegen.terminal.CommandFailed;
import java.util.function.Consumer;

/** The lots that the server knows, page by page. */
public final class LotPages {
    private static final int PAGES_MAX = (LotNumber.VALUE_MAX + StaffApi.PAGE_SIZE) / StaffApi.PAGE_SIZE + 1;

    private LotPages() {}

    /**
     * Names every lot.
     *
     * @param order those of this order only; empty for all
     */
    public static void forEach(StaffApi server, String order, Consumer<JsonNode> lots) {
        forEach(server, order, server.lots("", order), lots);
    }

    /** The same, when the first page is there already. */
    public static void forEach(StaffApi server, String order, JsonNode first, Consumer<JsonNode> lots) {
        JsonNode page = first;
        for (int pages = 1; ; pages++) {
            page.path("items").forEach(lots);
            String next = page.path("next").asText("");
            if (page.path("next").isNull() || next.isEmpty()) {
                return;
            }
            page = server.lots(cursor(next, pages), order);
        }
    }

    private static String cursor(String next, int pages) {
        if (pages >= PAGES_MAX || LotNumber.read(next).isEmpty()) {
            throw CommandFailed.failed("the server's answer makes no sense: next must be a lot, on at most " + PAGES_MAX
                    + " pages: next=" + next);
        }
        return next;
    }
}
