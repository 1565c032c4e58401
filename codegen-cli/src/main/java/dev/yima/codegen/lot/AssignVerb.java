package dev.yima.codegen.lot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yima.codec.LotCodec;
import dev.yima.codec.LotNumber;
import dev.yima.codegen.server.ConnectionOptions;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.OutputOptions;
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
                + " when the whole lot is.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  codegen assign 0C1S --from 0 --to 99999 --campaign 01890a5d-ac96-774b-bcce-b302099a8057",
            "  codegen assign 0C1S --from 100000 --to 199999 --product P --campaign C -o json"
        })
public final class AssignVerb implements Callable<Integer> {
    private final ConnectionOptions connection;
    private final OutputOptions output;

    @Mixin
    private final LotParameter lot = new LotParameter();

    @Option(names = "--from", required = true, paramLabel = "SERIAL", description = "The first serial.")
    private int from;

    @Option(names = "--to", required = true, paramLabel = "SERIAL", description = "The last serial.")
    private int to;

    @Option(names = "--product", paramLabel = "ID", description = "The product to bind them to.")
    private @Nullable String productId;

    @Option(names = "--campaign", paramLabel = "ID", description = "The campaign to bind them to.")
    private @Nullable String campaignId;

    /** What the verb needs from the command that it belongs to. */
    public AssignVerb(ConnectionOptions connection, OutputOptions output) {
        this.connection = connection;
        this.output = output;
    }

    @Override
    public Integer call() {
        if (from < 0 || from > to || to >= LotCodec.SIZE_MAX) {
            throw CommandFailed.usage(
                    "must be a range of serials, 0 to " + (LotCodec.SIZE_MAX - 1) + ": --from=" + from + " --to=" + to);
        }
        if (productId == null && campaignId == null) {
            throw CommandFailed.usage("must name --product, --campaign, or both");
        }
        ObjectNode range =
                JsonNodeFactory.instance.objectNode().put("from", from).put("to", to);
        if (productId != null) {
            range.put("productId", productId);
        }
        if (campaignId != null) {
            range.put("campaignId", campaignId);
        }
        LotNumber number = lot.number();
        JsonNode answer = connection.connect().assign(number, range);
        output.print("lot " + number + ": codes " + from + " to " + to + " are bound", answer);
        return 0;
    }
}
