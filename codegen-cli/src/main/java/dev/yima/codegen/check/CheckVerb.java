package dev.yima.codegen.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yima.codec.Code;
import dev.yima.codec.CodeReader;
import dev.yima.codec.CodeReading.Wellformed;
import dev.yima.codec.CodeUrl;
import dev.yima.codegen.age.IdentityOptions;
import dev.yima.codegen.server.ConnectionOptions;
import dev.yima.codegen.server.StaffApi;
import dev.yima.codegen.table.CodeRow;
import dev.yima.codegen.table.CodeRows;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.OutputOptions;
import dev.yima.codegen.terminal.SafeText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code codegen check FILE…}: reads printed sheets back. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Read printed or photographed sheets back, and tell what is wrong with them.",
        description = {
            "Reads every QR symbol of pictures and PDFs and asks the server about each code. Reports codes that are"
                    + " foreign (never minted by this brand), void, or there twice; and with --expect those that could"
                    + " not be read or are missing. Ends with 1 when there are any.",
        },
        footerHeading = "%nExamples:%n",
        footer = {"  codegen check photo.jpg", "  codegen check sheet-*.png --expect printed.csv -o json"})
public final class CheckVerb implements Callable<Integer> {
    private static final int BATCH = 1_024;

    private final ConnectionOptions connection;
    private final OutputOptions output;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Pictures (PNG, JPEG, TIFF, BMP, GIF) or PDFs.")
    private List<Path> files = List.of();

    @Option(
            names = "--expect",
            paramLabel = "codes.csv",
            description = "The codes that should be there, with the columns serial, code and url.")
    private @Nullable Path expected;

    @Mixin
    private final IdentityOptions identity = new IdentityOptions();

    /** Makes the verb with the surroundings of the command. */
    public CheckVerb(ConnectionOptions connection, OutputOptions output) {
        this.connection = connection;
        this.output = output;
    }

    @Override
    public Integer call() {
        StaffApi server = connection.connect();
        Set<Code> wanted = wanted();
        Report report = new Report();
        Map<Code, String> places = new LinkedHashMap<>();
        for (Path file : files) {
            for (SheetReader.Seen seen : SheetReader.read(file)) {
                report.read++;
                String place = file + ", page " + seen.page();
                Optional<Code> code = code(seen.text());
                if (code.isEmpty()) {
                    report.add("foreign", SafeText.of(seen.text()), place);
                } else if (places.putIfAbsent(code.get(), place) != null) {
                    report.add("duplicate", code.get().grouped(), place);
                } else {
                    judge(server, code.get(), place, report);
                }
            }
        }
        for (Code code : wanted) {
            if (!places.containsKey(code)) {
                report.add("unread", code.grouped(), "");
            }
        }
        output.print(report.text(), report.json());
        if (report.wrong > 0) {
            throw CommandFailed.failed(report.wrong + " codes are not as they should be, of " + report.read + " read");
        }
        if (report.read == 0) {
            throw CommandFailed.failed("must show at least one symbol that can be read");
        }
        return 0;
    }

    private Set<Code> wanted() {
        Set<Code> wanted = new HashSet<>();
        if (expected != null) {
            try (CodeRows rows = CodeRows.ofUnknown(expected, identity::open)) {
                for (List<CodeRow> batch = rows.next(BATCH); !batch.isEmpty(); batch = rows.next(BATCH)) {
                    batch.forEach(row -> wanted.add(row.code()));
                }
            } catch (IOException e) {
                throw CommandFailed.io("cannot read " + expected, e);
            }
        }
        return wanted;
    }

    private static void judge(StaffApi server, Code code, String place, Report report) {
        Optional<JsonNode> story = server.codeIfOurs(code);
        String verdict = story.map(told -> told.path("verdict").asText("")).orElse("UNKNOWN");
        if (verdict.equals("UNKNOWN")) {
            report.add("foreign", code.grouped(), place);
        } else if (verdict.equals("VOID")) {
            report.add("void", code.grouped(), place);
        }
    }

    private static Optional<Code> code(String text) {
        return CodeReader.read(CodeUrl.codeText(text).orElse(text)) instanceof Wellformed read
                ? Optional.of(read.code())
                : Optional.empty();
    }

    /** The findings, kind by kind. */
    private static final class Report {
        private final ObjectNode json = JsonNodeFactory.instance.objectNode();
        private final List<String> lines = new ArrayList<>();
        private int read;
        private int wrong;

        Report() {
            for (String kind : List.of("foreign", "duplicate", "void", "unread")) {
                json.putArray(kind);
            }
        }

        void add(String kind, String code, String place) {
            wrong++;
            json.withArray(kind).addObject().put("code", code).put("place", place);
            lines.add(String.format(Locale.ROOT, "%-9s %s%s", kind, code, place.isEmpty() ? "" : " in " + place));
        }

        String text() {
            lines.add(0, read + " symbols read");
            return String.join("\n", lines);
        }

        ObjectNode json() {
            return json.put("read", read);
        }
    }
}
