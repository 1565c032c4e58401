package dev.yima.codegen.lot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.codec.LotNumber;
import dev.yima.codegen.server.ConnectionOptions;
import dev.yima.codegen.server.StaffApi;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.OutputOptions;
import dev.yima.codegen.terminal.SafeText;
import dev.yima.codegen.terminal.Terminal;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code codegen lots}: every lot that the server knows, page by page. */
@Command(
        name = "lots",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "List the lots.",
        description = "One line for each lot, and one that says how many lot numbers the server has left. With"
                + " -o json one document: {\"items\":[...],\"numbers\":{...}}, as the server told them.",
        footerHeading = "%nExamples:%n",
        footer = {"  codegen lots", "  codegen lots --order 261125-7F3K9Q -o json"})
public final class LotsVerb implements Callable<Integer> {
    private static final int PAGES_MAX = (LotNumber.VALUE_MAX + StaffApi.PAGE_SIZE) / StaffApi.PAGE_SIZE + 1;
    private static final String ROW = "%-6s %-10s %9s  %-8s %-24s  %s";

    private final ConnectionOptions connection;
    private final OutputOptions output;
    private final Terminal terminal;

    @Option(names = "--order", paramLabel = "NUMBER", description = "Only the lots of this order.")
    private String order = "";

    /** Makes the verb with the surroundings of the command. */
    public LotsVerb(Terminal terminal, ConnectionOptions connection, OutputOptions output) {
        this.connection = connection;
        this.output = output;
        this.terminal = terminal;
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
        Optional<JsonNode> numbers = order.isEmpty() ? server.lotNumbers() : Optional.empty();
        if (json) {
            output.line("]" + numbers.map(told -> ",\"numbers\":" + told).orElse("") + "}");
        }
        numbers.ifPresent(told -> tellNumbers(told, json));
        return 0;
    }

    private void tellNumbers(JsonNode numbers, boolean json) {
        String left = String.format(
                Locale.ROOT,
                "%,d of %,d lot numbers are left on this server",
                numbers.path("left").asLong(),
                numbers.path("total").asLong());
        if (numbers.path("scarce").asBoolean()) {
            terminal.warn(left + ": mint larger lots, and bind ranges of them");
        } else if (!json) {
            output.line(left);
        }
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
