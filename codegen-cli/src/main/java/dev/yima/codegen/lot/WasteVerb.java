package dev.yima.codegen.lot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yima.codec.Code;
import dev.yima.codec.LotNumber;
import dev.yima.codegen.server.ConnectionOptions;
import dev.yima.codegen.server.StaffApi;
import dev.yima.codegen.table.MisprintList;
import dev.yima.codegen.table.MisprintList.Misprint;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.ConfirmOption;
import dev.yima.codegen.terminal.ExitCode;
import dev.yima.codegen.terminal.OutputOptions;
import dev.yima.codegen.terminal.ProgressLine;
import dev.yima.codegen.terminal.Terminal;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code codegen waste LOT FILE}: voids misprints. */
@Command(
        name = "waste",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Void the misprints of a lot for good.",
        description = {
            "The file names them by columns serial, code or url, which must agree, or is a plain list of serials, codes"
                    + " or URLs, one a line.",
            "It is read to its end, and the figures are told, before anything is voided. Doing it again changes"
                    + " nothing, so a run that was interrupted is simply started again."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  codegen waste 0C1S misprints.csv", "  codegen waste 0C1S misprints.txt --yes -o json"})
public final class WasteVerb implements Callable<Integer> {
    private static final int BATCH = 2_000;
    private static final Pattern PAIR = Pattern.compile("pairs\\[(\\d+)]");

    private final Terminal terminal;
    private final ConnectionOptions connection;
    private final OutputOptions output;

    @Mixin
    private final LotParameter lot = new LotParameter();

    @Mixin
    private final ConfirmOption confirm = new ConfirmOption();

    @Parameters(index = "1", paramLabel = "FILE", description = "The misprints, CSV or plain text.")
    private Path file = Path.of("");

    /** Makes the verb with the surroundings of the command. */
    public WasteVerb(Terminal terminal, ConnectionOptions connection, OutputOptions output) {
        this.terminal = terminal;
        this.connection = connection;
        this.output = output;
    }

    @Override
    public Integer call() {
        LotNumber number = lot.number();
        StaffApi server = connection.connect();
        JsonNode shown = server.lot(number);
        int size = shown.path("size").asInt();
        Figures would = send(server, number, size, true);
        if (would.named == 0) {
            throw CommandFailed.failed(file + ": must name at least one misprint");
        }
        confirm.require(
                terminal,
                LotText.tell(shown) + ": " + would.voided + " codes will be void for good, of " + would.named + " named"
                        + would.claimedText());
        Figures done = send(server, number, size, false);
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("lot", number.text())
                .put("named", done.named)
                .put("voided", done.voided)
                .put("claimed", done.claimed);
        output.print(
                "lot " + number + ": " + done.voided + " codes are void now, of " + done.named + " named"
                        + done.claimedText(),
                json);
        return 0;
    }

    private record Figures(long named, long voided, long claimed) {
        String claimedText() {
            return claimed == 0 ? "" : "; " + claimed + " of them had been claimed";
        }
    }

    /** Sends the whole file, first as a dry run: what is wrong with any line is known before one code is void. */
    private Figures send(StaffApi server, LotNumber number, int size, boolean dryRun) {
        Figures sum = new Figures(0, 0, 0);
        try (MisprintList misprints = MisprintList.open(file, number, size);
                ProgressLine progress = ProgressLine.start(terminal, dryRun ? "look" : "waste", " codes", -1)) {
            for (List<Misprint> batch = misprints.next(BATCH); !batch.isEmpty(); batch = misprints.next(BATCH)) {
                try {
                    JsonNode answer = server.waste(number, body(batch).put("dryRun", dryRun));
                    sum = new Figures(
                            sum.named + batch.size(),
                            sum.voided + answer.path("voided").asLong(),
                            sum.claimed + answer.path("claimed").asLong());
                } catch (CommandFailed e) {
                    CommandFailed told = e.exitCode() == ExitCode.SERVER_REFUSED ? named(e, server, batch) : e;
                    throw told.alsoSaying(dryRun ? "nothing was voided" : sum.named + " misprints were sent before");
                }
                progress.step(batch.size());
            }
        }
        return sum;
    }

    /**
     * The refusal of a batch, with the line that it is about: the server says what is wrong, but not with which of the
     * codes. Asked about each by itself it answers, and changes nothing.
     */
    private CommandFailed named(CommandFailed refusal, StaffApi server, List<Misprint> batch) {
        List<Misprint> pairs = batch.stream().filter(WasteVerb::isPair).toList();
        Matcher pair = PAIR.matcher(refusal.line());
        if (pair.find()) {
            Misprint misprint = pairs.get(Integer.parseInt(pair.group(1)));
            return refusal.alsoSaying(file + ", line " + misprint.line() + ": serial and code must be of one code");
        }
        for (Misprint misprint : batch) {
            if (misprint.code().filter(code -> !isGenuine(server, code)).isPresent()) {
                return refusal.alsoSaying(file + ", line " + misprint.line() + ": must be a genuine code: "
                        + misprint.code().get().text());
            }
        }
        return refusal.alsoSaying(file + ", lines " + batch.get(0).line() + " to "
                + batch.get(batch.size() - 1).line() + " were refused");
    }

    private static boolean isPair(Misprint misprint) {
        return misprint.serial().isPresent() && misprint.code().isPresent();
    }

    private static boolean isGenuine(StaffApi server, Code code) {
        return server.codeIfOurs(code)
                .filter(story -> !story.path("verdict").asText("").equals("UNKNOWN"))
                .isPresent();
    }

    private static ObjectNode body(List<Misprint> batch) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        for (Misprint misprint : batch) {
            if (isPair(misprint)) {
                body.withArray("pairs")
                        .addObject()
                        .put("serial", misprint.serial().getAsInt())
                        .put("code", misprint.code().get().text());
            } else if (misprint.serial().isPresent()) {
                body.withArray("serials").add(misprint.serial().getAsInt());
            } else {
                misprint.code().ifPresent(code -> body.withArray("codes").add(code.text()));
            }
        }
        return body;
    }
}
