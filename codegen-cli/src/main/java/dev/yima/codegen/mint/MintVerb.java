package dev.yima.codegen.mint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yima.codec.CodeKind;
import dev.yima.codec.LotCodec;
import dev.yima.codegen.files.Manifest;
import dev.yima.codegen.files.MintedFolder;
import dev.yima.codegen.files.StagedFolder;
import dev.yima.codegen.server.ConnectionOptions;
import dev.yima.codegen.server.LotOrder;
import dev.yima.codegen.server.StaffApi;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.OutputOptions;
import dev.yima.codegen.terminal.PlainText;
import dev.yima.codegen.terminal.Terminal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code codegen mint}: a new lot and its codes. */
@Command(
        name = "mint",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Make a new lot and write its codes.",
        description = {
            "Asks the server for a lot and its key, makes the codes on this machine, and writes codes.csv"
                    + " (serial,code,url) and manifest.json. The folder is complete when it has a manifest."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  codegen mint --kind ITEM_INNER --size 100000 --out summer",
            "  codegen mint --kind CASE_OUTER --size 4000 --label \"autumn, cases\" --out cases -o json"
        })
public final class MintVerb implements Callable<Integer> {
    private static final int LABEL_LENGTH_MAX = 200;
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z][0-9A-Za-z_-]{0,63}");

    private final Terminal terminal;
    private final ConnectionOptions connection;
    private final OutputOptions output;

    @Option(
            names = "--kind",
            required = true,
            paramLabel = "KIND",
            description = "What the codes are for: ${COMPLETION-CANDIDATES}.")
    private CodeKind kind = CodeKind.ITEM_INNER;

    @Option(
            names = "--size",
            required = true,
            paramLabel = "COUNT",
            description = "How many codes, 1 to " + LotCodec.SIZE_MAX + ".")
    private int size;

    @Option(names = "--product", paramLabel = "ID", description = "Bind the lot to a product; can be done later.")
    private @Nullable String productId;

    @Option(names = "--campaign", paramLabel = "ID", description = "Bind the lot to a campaign; can be done later.")
    private @Nullable String campaignId;

    @Option(
            names = "--label",
            paramLabel = "TEXT",
            description = "What staff call the lot, at most " + LABEL_LENGTH_MAX + " characters.")
    private @Nullable String label;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The folder to fill; must not exist or be empty. Only its owner can open it.")
    private Path out = Path.of("");

    /** What the verb needs from the command that it belongs to. */
    public MintVerb(Terminal terminal, ConnectionOptions connection, OutputOptions output) {
        this.terminal = terminal;
        this.connection = connection;
        this.output = output;
    }

    @Override
    public Integer call() {
        LotOrder order = order();
        StaffApi server = connection.connect();
        try (StagedFolder folder = StagedFolder.open(out)) {
            Manifest manifest = new Minting(terminal, server, folder).mint(order);
            print(manifest);
        }
        return 0;
    }

    private LotOrder order() {
        require(size >= 1 && size <= LotCodec.SIZE_MAX, "must be 1 to " + LotCodec.SIZE_MAX + ": --size=" + size);
        requireId("--product", productId);
        requireId("--campaign", campaignId);
        if (label != null) {
            boolean shown =
                    label.codePoints().noneMatch(character -> PlainText.isObeyed(character) || character == '\uFFFD');
            require(
                    shown && !label.isBlank() && label.length() <= LABEL_LENGTH_MAX,
                    "must be 1 to " + LABEL_LENGTH_MAX + " printable characters: --label=" + label);
        }
        return new LotOrder(kind, size, productId, campaignId, label);
    }

    private void print(Manifest manifest) {
        Path codes = out.resolve(MintedFolder.CODES);
        Path manifestFile = out.resolve(Manifest.NAME);
        ObjectNode json = manifest.json();
        json.put("state", "MINTED").put("codes", codes.toString()).put("manifest", manifestFile.toString());
        String text = "lot       " + manifest.lot() + ": " + manifest.size() + " codes " + manifest.kind()
                + ", not active yet\ncodes     " + codes + "\nmanifest  " + manifestFile
                + "\nnext      codegen print " + out + " --format pdf --out SHEETS; codegen activate " + manifest.lot();
        output.print(text, json);
    }

    private static void requireId(String option, @Nullable String id) {
        require(
                id == null || ID.matcher(id).matches(),
                "must be 1 to 64 letters, digits, dashes or underscores: " + option + "=" + id);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw CommandFailed.usage(rule);
        }
    }
}
