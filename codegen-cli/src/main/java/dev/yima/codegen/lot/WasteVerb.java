package dev.yima.codegen.lot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yima.codec.LotNumber;
import dev.yima.codegen.lot.MisprintRun.Figures;
import dev.yima.codegen.server.ConnectionOptions;
import dev.yima.codegen.server.StaffApi;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.ConfirmOption;
import dev.yima.codegen.terminal.GivenOptions;
import dev.yima.codegen.terminal.OutputOptions;
import dev.yima.codegen.terminal.Terminal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code codegen waste LOT FILE}: voids misprints, and takes them back before the lot is activated. */
@Command(
        name = "waste",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Void the misprints of a lot.",
        description = {
            "The file names them by columns serial, code or url, which must agree, or is a plain list of serials, codes"
                    + " or URLs, one a line. Of an order, a serial needs its lot in a column lot.",
            "It is read to its end, and the figures are told, before anything is voided. Doing it again changes"
                    + " nothing, so a run that was interrupted is simply started again.",
            "Until the lot is activated --undo takes back what a file names; afterwards it is for good."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  codegen waste 0C1S misprints.csv",
            "  codegen waste 0C1S misprints.txt --reason \"Roll 3 is torn\" --yes -o json",
            "  codegen waste --order 261125-7F3K9Q misprints.csv",
            "  codegen waste 0C1S misprints.csv --undo"
        })
public final class WasteVerb implements Callable<Integer> {
    private static final int REASON_LENGTH_MAX = 200;

    private final Terminal terminal;
    private final ConnectionOptions connection;
    private final OutputOptions output;

    @Mixin
    private final LotChoice choice = new LotChoice();

    @Mixin
    private final ConfirmOption confirm = new ConfirmOption();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILE",
            description = "The misprints, CSV or plain text; the first word when there is an order instead of a lot.")
    private @Nullable Path file;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why, at most " + REASON_LENGTH_MAX
                    + " characters: stands in the audit, and 'codegen inspect' shows it.")
    private @Nullable String reason;

    @Option(names = "--undo", description = "Take back what was voided, before the lot is activated.")
    private boolean undo;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Makes the verb with the surroundings of the command. */
    public WasteVerb(Terminal terminal, ConnectionOptions connection, OutputOptions output) {
        this.terminal = terminal;
        this.connection = connection;
        this.output = output;
    }

    @Override
    public Integer call() {
        Path misprints = Optional.ofNullable(file)
                .or(() -> choice.wordAfterOrder().map(Path::of))
                .orElseThrow(() -> CommandFailed.usage("must name the file of misprints: FILE"));
        choice.check();
        GivenOptions.mustDoSomething(!undo, spec, "--reason", "with --undo");
        if (reason != null && (reason.isBlank() || reason.length() > REASON_LENGTH_MAX)) {
            throw CommandFailed.usage("must be 1 to " + REASON_LENGTH_MAX + " characters: --reason=" + reason);
        }
        StaffApi server = connection.connect();
        Map<LotNumber, JsonNode> lots = new LinkedHashMap<>();
        choice.numbers(server).forEach(number -> lots.put(number, server.lot(number)));
        MisprintRun run = new MisprintRun(terminal, server, misprints, lots, Optional.ofNullable(reason), undo);
        Map<LotNumber, Figures> would = run.send(true);
        Figures all = Figures.sum(would.values());
        if (all.named() == 0) {
            throw CommandFailed.failed(misprints + ": must name at least one misprint");
        }
        if (!undo && all.changed() > 0) {
            confirm.require(terminal, told(lots, would), lasting(lots, would));
        }
        print(all.changed() == 0 ? would : run.send(false));
        return 0;
    }

    private static String told(Map<LotNumber, JsonNode> lots, Map<LotNumber, Figures> would) {
        StringJoiner told = new StringJoiner("\n");
        lots.forEach((lot, shown) -> Optional.ofNullable(would.get(lot))
                .ifPresent(figures -> told.add(LotText.tell(shown) + ": " + figures.planned())));
        if (would.size() > 1) {
            told.add("together " + Figures.sum(would.values()).planned());
        }
        return told.toString();
    }

    private static String lasting(Map<LotNumber, JsonNode> lots, Map<LotNumber, Figures> would) {
        boolean minted = lots.entrySet().stream()
                .allMatch(lot -> LotText.isMinted(lot.getValue()) || !would.containsKey(lot.getKey()));
        return minted ? "Until the lot is activated --undo takes it back" : "This cannot be undone";
    }

    private void print(Map<LotNumber, Figures> done) {
        String state = undo ? "no longer void" : "void now";
        String text = done.entrySet().stream()
                .map(lot -> "lot " + lot.getKey() + ": " + lot.getValue().done(state))
                .collect(Collectors.joining("\n"));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        done.forEach((lot, figures) -> json.withArray("items")
                .add(figures.json(undo ? "restored" : "voided").put("lot", lot.text())));
        output.print(text, choice.isOrder() ? json : json.path("items").path(0));
    }
}
