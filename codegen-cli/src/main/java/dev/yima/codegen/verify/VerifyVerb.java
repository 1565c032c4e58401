package dev.yima.codegen.verify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yima.codec.LotCodec;
import dev.yima.codegen.age.IdentityOptions;
import dev.yima.codegen.folder.Manifest;
import dev.yima.codegen.folder.OrderFile;
import dev.yima.codegen.folder.OrderFolder;
import dev.yima.codegen.server.ConnectionOptions;
import dev.yima.codegen.server.StaffApi;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.GivenOptions;
import dev.yima.codegen.terminal.OutputOptions;
import dev.yima.codegen.terminal.SafeText;
import dev.yima.codegen.terminal.Terminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code codegen verify DIR}: whether minted folders are whole, signed and genuine. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Check that a minted folder is whole, signed by the brand, and genuine.",
        description = {
            "Checks the signature of the manifest, the checksum and the rows of every file, that no code is there"
                    + " twice, and that every code opens under its lot. Asks the server for the brand's signing key and"
                    + " for the lot's key.",
            "A printing house, which has no staff key, gives the brand's signing key with --signed-by; no server is"
                    + " asked then, and codes are not opened. Encrypted files are looked into with --identity or"
                    + " --passphrase-file."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  codegen verify summer",
            "  codegen verify monday -i printer.key --signed-by 11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
        })
public final class VerifyVerb implements Callable<Integer> {
    private static final String MINTED = "MINTED";

    private final Terminal terminal;
    private final ConnectionOptions connection;
    private final OutputOptions output;

    @Parameters(paramLabel = "DIR", description = "A folder that mint made: of a lot, a copy, or a whole order.")
    private Path folder = Path.of("");

    @Option(
            names = "--signed-by",
            paramLabel = "KEY",
            description = "The brand's signing key, as GET /api/v1/custody shows it, instead of asking the server.")
    private @Nullable String signedBy;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why the key of a lot is asked for that was activated: only owners get it then, and the"
                    + " server writes the reason down.")
    private @Nullable String reason;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final IdentityOptions identity = new IdentityOptions();

    /** Makes the verb with the surroundings of the command. */
    public VerifyVerb(Terminal terminal, ConnectionOptions connection, OutputOptions output) {
        this.terminal = terminal;
        this.connection = connection;
        this.output = output;
    }

    @Override
    public Integer call() {
        GivenOptions.mustDoSomething(signedBy == null, spec, "--reason", "with --signed-by, since no key is asked for");
        if (Files.exists(folder.resolve(OrderFolder.JOURNAL))) {
            throw CommandFailed.failed(folder + ": must be finished: it holds an order that was interrupted");
        }
        Optional<StaffApi> server = signedBy == null ? Optional.of(connection.connect()) : Optional.empty();
        String signer = signedBy;
        if (signer == null) {
            signer = server.orElseThrow().handoverPolicy().path("signer").asText("");
        }
        FolderCheck check = new FolderCheck(terminal, signer, identity);
        Optional<OrderFile> order =
                Files.exists(folder.resolve(OrderFile.NAME)) ? Optional.of(OrderFile.read(folder)) : Optional.empty();
        // All that needs no key first: it is written down who asked for one.
        Map<Path, Manifest> manifests = new LinkedHashMap<>();
        folders(order).forEach(each -> manifests.put(each, check.whole(each)));
        order.ifPresent(whole -> requireWholeOrder(whole, manifests));
        List<FolderCheck.Found> found = new ArrayList<>();
        manifests.forEach((each, manifest) ->
                found.add(check.codes(each, manifest, () -> server.map(staff -> lot(staff, manifest)))));
        report(found);
        return 0;
    }

    private LotCodec lot(StaffApi staff, Manifest manifest) {
        String state = staff.lot(manifest.lot()).path("state").asText("");
        if (reason == null && !state.equals(MINTED)) {
            throw CommandFailed.usage("lot " + manifest.lot() + " is " + SafeText.of(state) + ": its files are whole"
                    + " and signed; to open its codes, say why with --reason, or leave them closed with --signed-by");
        }
        return new LotCodec(manifest.lot(), manifest.size(), staff.lotKey(manifest.lot(), Optional.ofNullable(reason)));
    }

    private List<Path> folders(Optional<OrderFile> order) {
        return order.map(whole -> whole.folders().stream().map(folder::resolve).toList())
                .orElse(List.of(folder));
    }

    /** The lots must make up the order that they say they belong to; nobody has signed the file that names them. */
    private void requireWholeOrder(OrderFile order, Map<Path, Manifest> manifests) {
        Set<String> lots = new HashSet<>();
        Set<String> parents = new HashSet<>();
        long goods = 0;
        for (Map.Entry<Path, Manifest> each : manifests.entrySet()) {
            Manifest manifest = each.getValue();
            if (!manifest.order().number().equals(order.order())
                    || manifest.order().size() != order.size()) {
                throw CommandFailed.failed(each.getKey() + ": must be of order " + order.order() + " of " + order.size()
                        + " codes: " + manifest.order().number() + " of "
                        + manifest.order().size());
            }
            if (lots.add(manifest.lot().text()) && manifest.pack().level() == 0) {
                goods += manifest.order().goods();
            }
            parents.add(manifest.pack().parent());
        }
        parents.removeAll(lots);
        parents.remove("");
        if (goods != order.size() || !parents.isEmpty()) {
            throw CommandFailed.failed(folder + ": must hold the whole order " + order.order() + ": codes=" + goods
                    + ", ordered=" + order.size() + (parents.isEmpty() ? "" : ", packs missing=" + parents));
        }
    }

    private void report(List<FolderCheck.Found> found) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        StringBuilder text = new StringBuilder();
        for (FolderCheck.Found each : found) {
            json.withArray("folders").add(each.json());
            text.append(text.isEmpty() ? "" : "\n").append(each.text());
        }
        output.print(text, json);
    }
}
