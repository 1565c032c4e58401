package dev.yima.codegen.lot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yima.codec.CodeReader;
import dev.yima.codec.CodeReading.Wellformed;
import dev.yima.codec.LotNumber;
import dev.yima.codegen.server.ConnectionOptions;
import dev.yima.codegen.server.StaffApi;
import dev.yima.codegen.table.MisprintList;
import dev.yima.codegen.table.MisprintList.Misprint;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.ExitCode;
import dev.yima.codegen.terminal.OutputOptions;
import dev.yima.codegen.terminal.ProgressLine;
import dev.yima.codegen.terminal.Terminal;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
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
            "The file names them by a column serial or code, or is a plain list of serials, codes or URLs, one a line.",
            "It is read to its end before anything is voided. Doing it again changes nothing, so a run that was"
                    + " interrupted is simply started again."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  codegen waste 0C1S misprints.csv", "  codegen waste 0C1S misprints.txt -o json"})
public final class WasteVerb implements Callable<Integer> {
    private static final int BATCH = 2_000;

    private final Terminal terminal;
    private final ConnectionOptions connection;
    private final OutputOptions output;

    @Mixin
    private final LotParameter lot = new LotParameter();

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
        int size = server.lot(number).path("size").asInt();
        long count = 0;
        try (MisprintList misprints = MisprintList.open(file, number, size)) {
            for (List<Misprint> batch = misprints.next(BATCH); !batch.isEmpty(); batch = misprints.next(BATCH)) {
                count += batch.size();
            }
        }
        if (count == 0) {
            throw CommandFailed.failed(file + ": must name at least one misprint");
        }
        send(server, number, size, count);
        return 0;
    }

    private void send(StaffApi server, LotNumber number, int size, long count) {
        long voided = 0;
        long claimed = 0;
        try (MisprintList misprints = MisprintList.open(file, number, size);
                ProgressLine progress = ProgressLine.start(terminal, "waste", " codes", count)) {
            for (List<Misprint> batch = misprints.next(BATCH); !batch.isEmpty(); batch = misprints.next(BATCH)) {
                try {
                    JsonNode answer = server.waste(number, body(batch));
                    voided += answer.path("voided").asLong();
                    claimed += answer.path("claimed").asLong();
                } catch (CommandFailed e) {
                    CommandFailed told = e.exitCode() == ExitCode.SERVER_REFUSED ? named(e, server, batch) : e;
                    throw told.alsoSaying(progress.done() + " of " + count + " misprints were sent before");
                }
                progress.step(batch.size());
            }
        }
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("lot", number.text())
                .put("named", count)
                .put("voided", voided)
                .put("claimed", claimed);
        output.print(
                "lot " + number + ": " + voided + " codes are void now, of " + count + " named"
                        + (claimed == 0 ? "" : "; " + claimed + " of them had been claimed"),
                json);
    }

    /**
     * The refusal of a batch, with the line that it is about: the server says what is wrong, but not with which of the
     * codes. Asked about each by itself it answers, and changes nothing.
     */
    private CommandFailed named(CommandFailed refusal, StaffApi server, List<Misprint> batch) {
        for (Misprint misprint : batch) {
            if (!misprint.isSerial() && !isGenuine(server, misprint)) {
                return refusal.alsoSaying(
                        file + ", line " + misprint.line() + ": must be a genuine code: " + misprint.name());
            }
        }
        return refusal.alsoSaying(file + ", lines " + batch.get(0).line() + " to "
                + batch.get(batch.size() - 1).line() + " were refused");
    }

    private static boolean isGenuine(StaffApi server, Misprint misprint) {
        return CodeReader.read(misprint.name()) instanceof Wellformed read
                && server.codeIfOurs(read.code())
                        .filter(story -> !story.path("verdict").asText("").equals("UNKNOWN"))
                        .isPresent();
    }

    private static ObjectNode body(List<Misprint> batch) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        for (Misprint misprint : batch) {
            if (misprint.isSerial()) {
                body.withArray("serials").add(Integer.parseInt(misprint.name()));
            } else {
                body.withArray("codes").add(misprint.name());
            }
        }
        return body;
    }
}
