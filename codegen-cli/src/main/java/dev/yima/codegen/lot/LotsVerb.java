package dev.yima.codegen.lot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.codec.LotNumber;
import dev.yima.codegen.server.ConnectionOptions;
import dev.yima.codegen.server.StaffApi;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.OutputOptions;
import dev.yima.codegen.terminal.SafeText;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code codegen lots}: every lot that the server knows, page by page. */
@Command(
        name = "lots",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "List the lots.",
        description = "One line for each lot. With -o json one document: {\"items\":[...]}, the lots as the server"
                + " told them.",
        footerHeading = "%nExamples:%n",
        footer = {"  codegen lots", "  codegen lots --order 261125-7F3K9Q -o json"})
public final class LotsVerb implements Callable<Integer> {
    private static final int PAGES_MAX = (LotNumber.VALUE_MAX + StaffApi.PAGE_SIZE) / StaffApi.PAGE_SIZE + 1;
    private static final String ROW = "%-6s %-10s %9s  %-8s %-24s  %s";

    private final ConnectionOptions connection;
    private final OutputOptions output;

    @Option(names = "--order", paramLabel = "NUMBER", description = "Only the lots of this order.")
    private String order = "";

    /** Makes the verb with the surroundings of the command. */
    public LotsVerb(ConnectionOptions connection, OutputOptions output) {
        this.connection = connection;
        this.output = output;
    }

    @Override
    public Integer call() {
        StaffApi server = connection.connect();
        boolean json = output.form() == OutputOptions.Form.JSON;
        JsonNode page = server.lots("", order);
        output.line(json ? "{\"items\":[" : String.format(ROW, "LOT", "KIND", "SIZE", "STATE", "CREATED", "LABEL"));
        String separator = "";
        for (int pages = 1; ; pages++) {
            for (JsonNode lot : page.path("items")) {
                output.line(json ? separator + lot : row(lot));
                separator = ",";
            }
            String next = page.path("next").asText("");
            if (page.path("next").isNull() || next.isEmpty()) {
                break;
            }
            page = server.lots(cursor(next, pages), order);
        }
        if (json) {
            output.line("]}");
        }
        return 0;
    }

    private static String cursor(String next, int pages) {
        if (pages >= PAGES_MAX || LotNumber.read(next).isEmpty()) {
            throw CommandFailed.failed("the server's answer makes no sense: next must be a lot, on at most " + PAGES_MAX
                    + " pages: next=" + next);
        }
        return next;
    }

    private static String row(JsonNode lot) {
        return String.format(
                        Locale.ROOT,
                        ROW,
                        text(lot, "number"),
                        text(lot, "kind"),
                        text(lot, "size"),
                        text(lot, "state"),
                        text(lot, "createdAt"),
                        text(lot, "label"))
                .stripTrailing();
    }

    private static String text(JsonNode lot, String field) {
        JsonNode value = lot.path(field);
        return value.isNull() ? "" : SafeText.of(value.asText(""));
    }
}
