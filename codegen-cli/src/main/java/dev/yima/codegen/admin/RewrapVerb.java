package dev.yima.codegen.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yima.codegen.server.ConnectionOptions;
import dev.yima.codegen.server.StaffApi;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.ExitCode;
import dev.yima.codegen.terminal.OutputOptions;
import dev.yima.codegen.terminal.ProgressLine;
import dev.yima.codegen.terminal.SafeText;
import dev.yima.codegen.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code codegen admin rewrap}: asks for one part after the other until nothing more is sealed again. */
@Command(
        name = "rewrap",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Seal all secrets in the database under the current key-encryption key.",
        description = "For after YIMA_KEK was turned, with the key before it in YIMA_KEK_PREVIOUS. The service goes on"
                + " meanwhile. May be interrupted, and run again at any time. Ends with 0 when nothing is left under"
                + " an earlier key, so that it can be dropped, and with 1 otherwise.",
        footerHeading = "%nExamples:%n",
        footer = {"  codegen admin rewrap", "  codegen admin rewrap -o json"})
public final class RewrapVerb implements Callable<Integer> {
    private final Terminal terminal;
    private final ConnectionOptions connection;
    private final OutputOptions output;

    /** Makes the verb with the surroundings of the command. */
    public RewrapVerb(Terminal terminal, ConnectionOptions connection, OutputOptions output) {
        this.terminal = terminal;
        this.connection = connection;
        this.output = output;
    }

    @Override
    public Integer call() {
        StaffApi server = connection.connect();
        try (ProgressLine progress = ProgressLine.start(terminal, "rewrap", " secrets", -1)) {
            JsonNode report = server.rewrap();
            String key = report.path("key").asText("");
            while (report.path("resealed").asLong() > 0) {
                progress.step(report.path("resealed").asLong());
                report = server.rewrap();
                if (!report.path("key").asText("").equals(key)) {
                    throw CommandFailed.failed("all replicas must have the same YIMA_KEK: one seals under "
                            + SafeText.of(key) + ", another under "
                            + SafeText.of(report.path("key").asText("")));
                }
            }
            output.print(text(report, progress.done()), ((ObjectNode) report).put("resealed", progress.done()));
            return report.path("remaining").isEmpty() ? 0 : ExitCode.FAILED.code();
        }
    }

    private static String text(JsonNode report, long resealed) {
        StringBuilder text = new StringBuilder("sealed again: " + resealed + "; the current key is ")
                .append(SafeText.of(report.path("key").asText("")));
        for (JsonNode key : report.path("remaining")) {
            text.append("\nleft under ")
                    .append(SafeText.of(key.path("key").asText("")))
                    .append(": ")
                    .append(key.path("secrets").asLong())
                    .append(
                            key.path("live").asBoolean()
                                    ? "; run it again"
                                    : "; the service does not know this key: name it in YIMA_KEK_PREVIOUS");
        }
        return text.append(report.path("remaining").isEmpty() ? "\nearlier keys can be dropped" : "")
                .toString();
    }
}
