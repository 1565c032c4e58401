package dev.yima.codegen.lot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.yima.codegen.server.ConnectionOptions;
import dev.yima.codegen.server.LotPages;
import dev.yima.codegen.server.StaffApi;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.OutputOptions;
import dev.yima.codegen.terminal.SafeText;
import dev.yima.codegen.terminal.Terminal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code codegen lots}: every lot that the server knows, page by page. */
@Command(
        name = "lots",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "List the lots.",
        description =
                "One line for each lot, with the reason of a stop and the names of its product and its campaign, or"
                        + " 'ranges' where ranges of it are bound, and one that says how many lot"
                        + " numbers the server has left. With -o json one document:"
                        + " {\"items\":[...],\"numbers\":{...}}, as the server told them.",
        footerHeading = "%nExamples:%n",
        footer = {"  codegen lots", "  codegen lots --order 261125-7F3K9Q --claimed -o json"})
public final class LotsVerb implements Callable<Integer> {
    private static final String RANGES = "ranges";
    private static final String ROW = "%-6s %-10s %9s  %-21s %-4s %9s  %-15s %-20s %-20s %-20s  %s";

    private final Terminal terminal;
    private final ConnectionOptions connection;
    private final OutputOptions output;

    @Option(names = "--order", paramLabel = "NUMBER", description = "Only the lots of this order.")
    private String order = "";

    @Option(
            names = "--claimed",
            description = "Count the codes of each lot that were claimed, too; asks the server lot by lot.")
    private boolean claimed;

    /** Makes the verb with the surroundings of the command. */
    public LotsVerb(Terminal terminal, ConnectionOptions connection, OutputOptions output) {
        this.terminal = terminal;
        this.connection = connection;
        this.output = output;
    }

    @Override
    public Integer call() {
        StaffApi server = connection.connect();
        boolean json = output.form() == OutputOptions.Form.JSON;
        Names products = new Names(server::product);
        Names campaigns = new Names(server::campaign);
        String[] separator = {""};
        JsonNode first = server.lots("", order);
        if (!order.isEmpty() && first.path("items").isEmpty()) {
            throw CommandFailed.failed("must be an order that has lots: --order=" + order);
        }
        output.line(
                json
                        ? "{\"items\":["
                        : row(
                                "LOT",
                                "KIND",
                                "SIZE",
                                "STATE",
                                "",
                                claimed ? "CLAIMED" : "",
                                "ORDER",
                                "PRODUCT",
                                "CAMPAIGN",
                                "CREATED",
                                "LABEL"));
        LotPages.forEach(server, order, first, listed -> {
            JsonNode lot =
                    claimed ? server.lot(LotChoice.read(listed.path("number").asText(""))) : listed;
            output.line(json ? separator[0] + lot : row(server, lot, products, campaigns));
            separator[0] = ",";
        });
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

    private static String row(StaffApi server, JsonNode lot, Names products, Names campaigns) {
        boolean whole =
                lot.path("productId").isTextual() && lot.path("campaignId").isTextual();
        JsonNode ranges = whole
                ? MissingNode.getInstance()
                : server.ranges(LotChoice.read(lot.path("number").asText(""))).path("items");
        return row(
                text(lot, "number"),
                text(lot, "kind"),
                LotText.goods(lot),
                LotText.state(lot),
                lot.path("test").asBoolean() ? LotText.TEST : "",
                text(lot, "claimed"),
                text(lot, "order"),
                bound(lot, ranges, "productId", products),
                bound(lot, ranges, "campaignId", campaigns),
                text(lot, "createdAt"),
                text(lot, "label"));
    }

    /** The name of what a lot is bound to, or the word that its ranges are. */
    private static String bound(JsonNode lot, JsonNode ranges, String field, Names names) {
        boolean byRange = ranges.findValues(field).stream().anyMatch(JsonNode::isTextual);
        return !lot.path(field).isTextual() && byRange ? RANGES : names.of(text(lot, field));
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, ROW, cells).stripTrailing();
    }

    private static String text(JsonNode lot, String field) {
        JsonNode value = lot.path(field);
        return value.isNull() ? "" : SafeText.of(value.asText(""));
    }

    /** The names of things by their ids, each asked for once. */
    private static final class Names {
        private final Function<String, JsonNode> asked;
        private final Map<String, String> known = new HashMap<>(Map.of("", ""));

        Names(Function<String, JsonNode> asked) {
            this.asked = asked;
        }

        String of(String id) {
            return known.computeIfAbsent(id, unknown -> text(asked.apply(unknown), "name"));
        }
    }
}
