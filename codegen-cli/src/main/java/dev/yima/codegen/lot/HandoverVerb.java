package dev.yima.codegen.lot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yima.codec.LotNumber;
import dev.yima.codegen.server.ConnectionOptions;
import dev.yima.codegen.server.StaffApi;
import dev.yima.codegen.terminal.Count;
import dev.yima.codegen.terminal.OutputOptions;
import dev.yima.codegen.terminal.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code codegen custody LOT}: who received what of a lot, when, and which copies have leaked. */
@Command(
        name = "custody",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Tell who received the codes of a lot, and whose copy has leaked.",
        description =
                "The copies, the files of each with their checksums, and the scans of honey codes. With -o json the"
                        + " serials of the honey codes, too.",
        footerHeading = "%nExamples:%n",
        footer = {"  codegen custody 0C1S", "  codegen custody 0C1S -o json", "  codegen custody --order 261125-7F3K9Q"
        })
public final class HandoverVerb implements Callable<Integer> {
    private final ConnectionOptions connection;
    private final OutputOptions output;

    @Mixin
    private final LotChoice choice = new LotChoice();

    /** Makes the verb with the surroundings of the command. */
    public HandoverVerb(ConnectionOptions connection, OutputOptions output) {
        this.connection = connection;
        this.output = output;
    }

    @Override
    public Integer call() {
        choice.check();
        StaffApi server = connection.connect();
        ObjectNode items = JsonNodeFactory.instance.objectNode();
        List<String> lines = new ArrayList<>();
        for (LotNumber number : choice.numbers(server)) {
            JsonNode custody = server.custody(number);
            ObjectNode item = items.withArray("items").addObject().put("lot", number.text());
            custody.properties().forEach(field -> item.set(field.getKey(), field.getValue()));
            if (choice.isOrder()) {
                lines.add("lot " + number);
            }
            lines.addAll(tell(number, custody));
        }
        output.print(
                String.join("\n", lines),
                choice.isOrder() ? items : items.path("items").path(0));
        return 0;
    }

    private static List<String> tell(LotNumber lot, JsonNode custody) {
        List<String> lines = new ArrayList<>();
        for (JsonNode copy : custody.path("copies")) {
            lines.add("copy " + (copy.path("place").asInt() + 1) + "    " + LotText.recipient(copy) + ", "
                    + text(copy, "encryption") + ", "
                    + Count.of(copy.path("honeys").size(), "honey code") + ", named "
                    + text(copy, "madeAt"));
            for (JsonNode manifest : custody.path("manifests")) {
                if (manifest.path("place").asInt() == copy.path("place").asInt()) {
                    lines.add("  signed  " + text(manifest, "signedAt") + " for key " + text(manifest, "keyId"));
                    manifest.path("files")
                            .forEach(file -> lines.add("          " + text(file, "sha256") + "  " + text(file, "name")
                                    + ", " + Count.of(file.path("rows").asLong(), "row")));
                }
            }
        }
        for (JsonNode incident : custody.path("incidents")) {
            lines.add("LEAKED    the copy of " + LotText.recipient(incident) + ": serial " + text(incident, "serial")
                    + " was scanned at " + text(incident, "at"));
        }
        return lines.isEmpty() ? List.of("lot " + lot + " was copied for nobody") : lines;
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isNull() ? "" : SafeText.of(value.asText(""));
    }
}
