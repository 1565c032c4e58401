package dev.yima.codegen.lot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yima.codec.CodeReader;
import dev.yima.codec.CodeReading.Wellformed;
import dev.yima.codec.CodeUrl;
import dev.yima.codec.LotCodec;
import dev.yima.codec.LotNumber;
import dev.yima.codec.Pack;
import dev.yima.codegen.server.ConnectionOptions;
import dev.yima.codegen.server.StaffApi;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.ConfirmOption;
import dev.yima.codegen.terminal.Count;
import dev.yima.codegen.terminal.OutputOptions;
import dev.yima.codegen.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code codegen assign LOT}: binds blank codes, by range or by whole lots. */
@Command(
        name = "assign",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Bind blank codes to a product and a campaign.",
        description = {
            "For codes that were printed before it was known what for: a range of serials, the codes in a pack, or with"
                    + " --all or --order whole lots. Tells what will be bound to what, by name, and asks.",
            "Until a lot is activated that can be undone: a range with --undo, a whole lot by binding it to something"
                    + " else or to none. Afterwards no code can be bound twice."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  codegen assign 0C1S --from 0 --to 99999 --campaign 01890a5d-ac96-774b-bcce-b302099a8057",
            "  codegen assign 0C1S --case 9K2M-1YNT-84EZ-MPS4 --product P",
            "  codegen assign 0C1S --from 0 --to 99999 --undo",
            "  codegen assign --order 261125-7F3K9Q --product P --campaign C --yes -o json",
            "  codegen assign 0C1S --all --campaign none"
        })
public final class AssignVerb implements Callable<Integer> {
    private static final String CANNOT = "This cannot be undone";

    private final Terminal terminal;
    private final ConnectionOptions connection;
    private final OutputOptions output;

    @Mixin
    private final LotChoice choice = new LotChoice();

    @Mixin
    private final BindingOptions binding = new BindingOptions();

    @Mixin
    private final ConfirmOption confirm = new ConfirmOption();

    @Option(names = "--from", paramLabel = "SERIAL", description = "The first serial.")
    private @Nullable Integer from;

    @Option(names = "--to", paramLabel = "SERIAL", description = "The last serial.")
    private @Nullable Integer to;

    @Option(
            names = "--case",
            paramLabel = "CODE",
            description = "All codes in one pack, by the pack's own code, instead of --from and --to.")
    private @Nullable String packCode;

    @Option(names = "--all", description = "The whole lot, instead of a range.")
    private boolean all;

    @Option(names = "--undo", description = "Unbind the ranges that lie within, before the lot is activated.")
    private boolean undo;

    /** Makes the verb with the surroundings of the command. */
    public AssignVerb(Terminal terminal, ConnectionOptions connection, OutputOptions output) {
        this.terminal = terminal;
        this.connection = connection;
        this.output = output;
    }

    @Override
    public Integer call() {
        choice.check();
        boolean whole = all || choice.isOrder();
        binding.check(whole, undo);
        if (whole && (from != null || to != null || packCode != null)) {
            throw CommandFailed.usage("must be a range of one lot, or whole lots with --all or --order");
        }
        StaffApi server = connection.connect();
        List<LotNumber> numbers = choice.numbers(server);
        if (whole) {
            bind(server, numbers);
            return 0;
        }
        LotNumber number = numbers.get(0);
        ObjectNode range = range(server, number);
        if (undo) {
            unbind(server, number, range);
        } else {
            bind(server, number, range);
        }
        return 0;
    }

    private void bind(StaffApi server, LotNumber number, ObjectNode range) {
        JsonNode lot = server.lot(number);
        binding.requirePaying(lot);
        binding.into(range);
        // What would be refused is refused before anybody is asked.
        server.assign(number, range.deepCopy().put("dryRun", true));
        long count = range.path("to").asLong() - range.path("from").asLong() + 1;
        confirm.require(
                terminal,
                LotText.tell(lot) + ": " + Count.of(count, "code") + " will be bound to " + binding.told(server),
                LotText.isMinted(lot) ? "Until the lot is activated --undo takes it back" : CANNOT);
        output.print("lot " + number + ": codes " + told(range) + " are bound", server.assign(number, range));
    }

    private void unbind(StaffApi server, LotNumber number, ObjectNode range) {
        ObjectNode items = JsonNodeFactory.instance.objectNode();
        List<String> lines = new ArrayList<>();
        for (JsonNode bound : server.ranges(number).path("items")) {
            if (bound.path("from").asInt() >= range.path("from").asInt()
                    && bound.path("to").asInt() <= range.path("to").asInt()) {
                items.withArray("items")
                        .add(server.unassign(number, bound.path("id").asText("")));
                lines.add("lot " + number + ": codes " + told(bound) + " are blank again");
            }
        }
        if (lines.isEmpty()) {
            throw CommandFailed.failed("must hold a range of lot " + number + " that is bound: codes " + told(range));
        }
        output.print(String.join("\n", lines), items);
    }

    private void bind(StaffApi server, List<LotNumber> numbers) {
        List<WholeLot> all = WholeLot.of(server, numbers, binding);
        // Packs get no campaign, so that those for which no product is named stay as they are.
        List<WholeLot> lots =
                all.stream().filter(lot -> !lot.pack() || binding.bindsPacks()).toList();
        lots.stream().filter(lot -> !lot.pack()).forEach(lot -> binding.requirePaying(lot.shown()));
        lots.forEach(lot -> server.bind(lot.number(), lot.binding(), true));
        List<JsonNode> packs =
                all.stream().filter(WholeLot::pack).map(WholeLot::shown).toList();
        String told = LotText.tell(all.stream()
                        .filter(lot -> !lot.pack())
                        .map(WholeLot::shown)
                        .toList())
                + ": all codes will be bound to " + binding.told(server)
                + (packs.isEmpty() ? "" : "\n" + LotText.tell(packs) + ": packs, " + binding.toldOfPacks(server));
        boolean minted = lots.stream().allMatch(lot -> LotText.isMinted(lot.shown()));
        confirm.require(terminal, told, minted ? "Until a lot is activated it can be bound to something else" : CANNOT);
        ObjectNode items = JsonNodeFactory.instance.objectNode();
        for (WholeLot lot : lots) {
            ObjectNode item =
                    items.withArray("items").addObject().put("lot", lot.number().text());
            server.bind(lot.number(), lot.binding(), false)
                    .properties()
                    .forEach(field -> item.set(field.getKey(), field.getValue()));
        }
        String text = all.stream()
                .map(lot -> "lot " + lot.number()
                        + (!lot.pack()
                                ? " is bound"
                                : " of packs "
                                        + (lots.contains(lot) ? "is bound to the product alone" : "is left out")))
                .reduce((a, b) -> a + "\n" + b)
                .orElse("");
        output.print(text, choice.isOrder() ? items : items.path("items").path(0));
    }

    private static String told(JsonNode range) {
        return range.path("from").asInt() + " to " + range.path("to").asInt();
    }

    private ObjectNode range(StaffApi server, LotNumber number) {
        if (packCode != null && from == null && to == null) {
            return inPack(server, number, packCode);
        }
        if (packCode != null || from == null || to == null) {
            throw CommandFailed.usage("must name --from and --to, or --case, or --all");
        }
        if (from < 0 || from > to || to >= LotCodec.SIZE_MAX) {
            throw CommandFailed.usage(
                    "must be a range of serials, 0 to " + (LotCodec.SIZE_MAX - 1) + ": --from=" + from + " --to=" + to);
        }
        return JsonNodeFactory.instance.objectNode().put("from", from).put("to", to);
    }

    /** The serials that are in a pack: arithmetic, once the server has opened the pack's code. */
    private static ObjectNode inPack(StaffApi server, LotNumber number, String text) {
        if (!(CodeReader.read(CodeUrl.codeText(text).orElse(text)) instanceof Wellformed read)) {
            throw CommandFailed.usage("must be a code or a URL with one: --case=" + text);
        }
        JsonNode packed = server.lot(number);
        int size = packed.path("pack").asInt();
        JsonNode serial = server.code(read.code()).path("serial");
        if (size < 1
                || !packed.path("parent").asText("").equals(read.code().lot().text())
                || !serial.isInt()) {
            throw CommandFailed.failed("must be the code of a pack of lot " + number + ": --case=" + text);
        }
        Pack pack = new Pack(size);
        long last = pack.last(serial.asInt(), packed.path("size").asInt());
        long first = pack.first(serial.asInt());
        if (first > last) {
            throw CommandFailed.failed("must be a pack that something is in: --case=" + text);
        }
        return JsonNodeFactory.instance.objectNode().put("from", first).put("to", last);
    }

    /**
     * A lot that is bound as a whole.
     *
     * @param number its number
     * @param shown the lot as the server shows it
     * @param binding its product and its campaign from then on
     * @param pack whether its codes are on the packs of another lot
     */
    private record WholeLot(LotNumber number, JsonNode shown, ObjectNode binding, boolean pack) {
        /** The packs of an order are bound to the product alone. */
        static List<WholeLot> of(StaffApi server, List<LotNumber> numbers, BindingOptions binding) {
            List<JsonNode> all = numbers.stream().map(server::lot).toList();
            List<String> packs =
                    all.stream().map(lot -> lot.path("parent").asText("")).toList();
            List<WholeLot> lots = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                boolean pack = packs.contains(numbers.get(i).text());
                lots.add(new WholeLot(numbers.get(i), all.get(i), binding.over(all.get(i), pack), pack));
            }
            return lots;
        }
    }
}
