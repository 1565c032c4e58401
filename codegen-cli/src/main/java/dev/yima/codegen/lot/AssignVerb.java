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
import dev.yima.codegen.terminal.OutputOptions;
import dev.yima.codegen.terminal.SafeText;
import dev.yima.codegen.terminal.Terminal;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code codegen assign LOT}: binds blank codes by range. */
@Command(
        name = "assign",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Bind a range of blank codes to a product and a campaign.",
        description = "For codes that were printed before it was known what for. No code can be bound twice, and not"
                + " when the whole lot is. Tells what will be bound to what, by name, and asks: it cannot be undone.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  codegen assign 0C1S --from 0 --to 99999 --campaign 01890a5d-ac96-774b-bcce-b302099a8057",
            "  codegen assign 0C1S --case 9K2M-1YNT-84EZ-MPS4 --product P",
            "  codegen assign 0C1S --from 100000 --to 199999 --product P --campaign C --yes -o json"
        })
public final class AssignVerb implements Callable<Integer> {
    private final Terminal terminal;
    private final ConnectionOptions connection;
    private final OutputOptions output;

    @Mixin
    private final LotParameter lot = new LotParameter();

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

    @Option(names = "--product", paramLabel = "ID", description = "The product to bind them to.")
    private @Nullable String productId;

    @Option(names = "--campaign", paramLabel = "ID", description = "The campaign to bind them to.")
    private @Nullable String campaignId;

    /** Makes the verb with the surroundings of the command. */
    public AssignVerb(Terminal terminal, ConnectionOptions connection, OutputOptions output) {
        this.terminal = terminal;
        this.connection = connection;
        this.output = output;
    }

    @Override
    public Integer call() {
        if (productId == null && campaignId == null) {
            throw CommandFailed.usage("must name --product, --campaign, or both");
        }
        LotNumber number = lot.number();
        ObjectNode range = range(number);
        if (productId != null) {
            range.put("productId", productId);
        }
        if (campaignId != null) {
            range.put("campaignId", campaignId);
        }
        StaffApi server = connection.connect();
        confirm.require(terminal, told(server, number, range));
        JsonNode answer = server.assign(number, range);
        output.print(
                "lot " + number + ": codes " + range.path("from").asInt() + " to "
                        + range.path("to").asInt() + " are bound",
                answer);
        return 0;
    }

    /** Names what will be bound, and to what: an id that was copied from the line above is seen by its name. */
    private String told(StaffApi server, LotNumber number, ObjectNode range) {
        StringJoiner to = new StringJoiner(" and ");
        if (productId != null) {
            to.add("product "
                    + SafeText.of(server.product(productId).path("name").asText("")));
        }
        if (campaignId != null) {
            to.add(CampaignText.tell(server.campaign(campaignId)));
        }
        long count = range.path("to").asLong() - range.path("from").asLong() + 1;
        return LotText.tell(server.lot(number)) + ": " + count + " codes will be bound to " + to;
    }

    private ObjectNode range(LotNumber number) {
        if (packCode != null && from == null && to == null) {
            return inPack(number, packCode);
        }
        if (packCode != null || from == null || to == null) {
            throw CommandFailed.usage("must name --from and --to, or --case");
        }
        if (from < 0 || from > to || to >= LotCodec.SIZE_MAX) {
            throw CommandFailed.usage(
                    "must be a range of serials, 0 to " + (LotCodec.SIZE_MAX - 1) + ": --from=" + from + " --to=" + to);
        }
        return JsonNodeFactory.instance.objectNode().put("from", from).put("to", to);
    }

    /** The serials that are in a pack: arithmetic, once the server has opened the pack's code. */
    private ObjectNode inPack(LotNumber number, String text) {
        if (!(CodeReader.read(CodeUrl.codeText(text).orElse(text)) instanceof Wellformed read)) {
            throw CommandFailed.usage("must be a code or a URL with one: --case=" + text);
        }
        StaffApi server = connection.connect();
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
}
