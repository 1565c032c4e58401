package dev.yima.codegen.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.codec.Code;
import dev.yima.codec.CodeReader;
import dev.yima.codec.CodeReading.Wellformed;
import dev.yima.codec.CodeUrl;
import dev.yima.codegen.age.IdentityOptions;
import dev.yima.codegen.folder.HostOption;
import dev.yima.codegen.server.ConnectionOptions;
import dev.yima.codegen.server.StaffApi;
import dev.yima.codegen.table.CodeRow;
import dev.yima.codegen.table.CodeRows;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.Count;
import dev.yima.codegen.terminal.GivenOptions;
import dev.yima.codegen.terminal.NumberRange;
import dev.yima.codegen.terminal.OutputOptions;
import dev.yima.codegen.terminal.ProgressLine;
import dev.yima.codegen.terminal.SafeText;
import dev.yima.codegen.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code codegen check FILE…}: reads printed sheets back. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Read printed or photographed sheets back, and tell what is wrong with them.",
        description = {
            "Reads every QR symbol of pictures and PDFs and asks the server about each code. Reports what is foreign"
                    + " (never minted by this brand, or printed under another address than the brand's), void, or there"
                    + " twice; and with --expect codes that could not be read or are missing, genuine codes"
                    + " that are not among those, and symbols whose text is not the url of their row. Ends with 1"
                    + " when there is any.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  codegen check photo.jpg",
            "  codegen check sheets --expect printed.csv -o json",
            "  codegen check roll.pdf --pages 1-20 --expect printed.csv --serials 0-1299"
        })
public final class CheckVerb implements Callable<Integer> {
    private static final int BATCH = 1_024;

    private final Terminal terminal;
    private final ConnectionOptions connection;
    private final OutputOptions output;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|DIR",
            description = "Pictures (PNG, JPEG, TIFF, BMP, GIF), PDFs, or folders of them.")
    private List<Path> files = List.of();

    @Option(
            names = "--expect",
            paramLabel = "codes.csv",
            description = "The codes that should be there, with the columns serial, code and url.")
    private @Nullable Path expected;

    @Option(
            names = "--serials",
            paramLabel = "FIRST-LAST",
            converter = NumberRange.Reader.class,
            description = "Expect only these of the codes.")
    private @Nullable NumberRange serials;

    @Option(
            names = "--pages",
            paramLabel = "FIRST-LAST",
            converter = NumberRange.Reader.class,
            description = "Read only these pages of each file, from 1.")
    private @Nullable NumberRange pages;

    @Mixin
    private final HostOption host = new HostOption();

    @Mixin
    private final IdentityOptions identity = new IdentityOptions();

    /** Makes the verb with the surroundings of the command. */
    public CheckVerb(Terminal terminal, ConnectionOptions connection, OutputOptions output) {
        this.terminal = terminal;
        this.connection = connection;
        this.output = output;
    }

    @Override
    public Integer call() {
        for (String option : List.of("--serials", "--identity", "--passphrase-file")) {
            GivenOptions.mustDoSomething(expected != null, spec, option, "without --expect");
        }
        StaffApi server = connection.connect();
        CheckReport report = new CheckReport();
        SymbolCheck sheets =
                new SymbolCheck(server, host, Optional.ofNullable(expected).map(this::wanted), report);
        try (ProgressLine progress = ProgressLine.start(terminal, "check", " pages", -1)) {
            for (Path file : pictures()) {
                SheetReader.read(file, page -> pages == null || pages.contains(page), (page, symbols) -> {
                    sheets.add(file + ", page " + page, symbols);
                    progress.step(1);
                });
            }
        }
        sheets.end();
        output.print(report.text(), report.json());
        if (report.wrong() > 0) {
            throw CommandFailed.failed(Count.are(report.wrong(), "code") + " not as "
                    + (report.wrong() == 1 ? "it" : "they") + " should be, of " + report.read() + " read");
        }
        if (report.read() == 0) {
            throw CommandFailed.failed("must show at least one symbol that can be read");
        }
        return 0;
    }

    /** The files themselves, and what is a picture or a PDF by its name in the folders. */
    private List<Path> pictures() {
        List<Path> pictures = new ArrayList<>();
        for (Path file : files) {
            if (!Files.isDirectory(file)) {
                pictures.add(file);
                continue;
            }
            try (Stream<Path> inside = Files.walk(file)) {
                List<Path> found = inside.filter(Files::isRegularFile)
                        .filter(FileKind::isNamedAsPicture)
                        .sorted()
                        .toList();
                if (found.isEmpty()) {
                    throw CommandFailed.failed(file + ": must hold pictures or PDFs");
                }
                pictures.addAll(found);
            } catch (IOException e) {
                throw CommandFailed.io("cannot read " + file, e);
            }
        }
        return pictures;
    }

    private Map<Code, CodeRow> wanted(Path file) {
        Map<Code, CodeRow> wanted = new LinkedHashMap<>();
        try (CodeRows rows = CodeRows.ofUnknown(file, identity::open)) {
            for (List<CodeRow> batch = rows.next(BATCH); !batch.isEmpty(); batch = rows.next(BATCH)) {
                batch.stream()
                        .filter(row -> serials == null || serials.contains(row.serial()))
                        .forEach(row -> wanted.put(row.code(), row));
            }
        }
        return wanted;
    }

    /** Everything that was seen so far. */
    private static final class SymbolCheck {
        private final StaffApi server;
        private final String base;
        private final boolean hostIsNamed;
        private final Map<Code, CodeRow> wanted;
        private final boolean expects;
        private final CheckReport report;
        private final Map<Code, String> places = new LinkedHashMap<>();

        SymbolCheck(StaffApi server, HostOption host, Optional<Map<Code, CodeRow>> wanted, CheckReport report) {
            this.server = server;
            this.base = base(server, host);
            this.hostIsNamed = host.isGiven();
            this.wanted = wanted.orElse(Map.of());
            this.expects = wanted.isPresent();
            this.report = report;
        }

        /** Scheme and host that the brand's codes are printed under, or the host that was named. */
        private static String base(StaffApi server, HostOption host) {
            String ofBrand = server.urlBase();
            return host.named()
                    .map(name -> ofBrand.substring(0, ofBrand.indexOf("://") + "://".length()) + name)
                    .orElse(ofBrand);
        }

        void add(String place, List<SymbolReader.Symbol> symbols) {
            report.page(symbols.size());
            for (SymbolReader.Symbol symbol : symbols) {
                Optional<Code> code = code(symbol.text());
                if (code.isEmpty()) {
                    report.add(CheckReport.FOREIGN, SafeText.of(symbol.text()), place);
                    continue;
                }
                boolean again = places.putIfAbsent(code.get(), place) != null;
                if (!isAsPrinted(symbol.text(), code.get())) {
                    report.add(CheckReport.FOREIGN, SafeText.of(symbol.text()), place);
                } else if (again) {
                    report.add(CheckReport.DUPLICATE, code.get().grouped(), place);
                } else {
                    judge(code.get(), place);
                }
            }
        }

        void end() {
            wanted.keySet().stream()
                    .filter(code -> !places.containsKey(code))
                    .forEach(code -> report.add(CheckReport.UNREAD, code.grouped(), ""));
        }

        /** Whether a phone that reads the text goes where the brand wants it to: scheme and host are without case. */
        private boolean isAsPrinted(String text, Code code) {
            CodeRow row = wanted.get(code);
            boolean underBase = isUrl(text, code);
            if (row == null) {
                return underBase;
            }
            boolean isRow = withSmallBase(text).equals(withSmallBase(row.payload()));
            return row.url().isEmpty() ? isRow || underBase : isRow && (underBase || !hostIsNamed);
        }

        /** Whether a text is a URL of a code under the brand's address, to the letter, in either form. */
        private boolean isUrl(String text, Code code) {
            String link = "(?i)" + Pattern.quote(base) + "(?:/01/[0-9]{14}/21)?/" + code.text() + "(?:[?#][!-~]*)?";
            return text.matches(link);
        }

        private static String withSmallBase(String text) {
            return CodeUrl.base(text)
                    .map(base -> base.toLowerCase(Locale.ROOT) + text.substring(base.length()))
                    .orElse(text);
        }

        private void judge(Code code, String place) {
            Optional<JsonNode> story = server.codeIfOurs(code);
            String verdict = story.map(told -> told.path("verdict").asText("")).orElse("UNKNOWN");
            if (verdict.equals("UNKNOWN")) {
                report.add(CheckReport.FOREIGN, code.grouped(), place);
            } else if (verdict.equals("VOID")) {
                report.add(CheckReport.VOID, code.grouped(), place);
            } else if (expects && !wanted.containsKey(code)) {
                report.add(CheckReport.UNEXPECTED, code.grouped(), place);
            }
        }

        private static Optional<Code> code(String text) {
            return CodeReader.read(CodeUrl.codeText(text).orElse(text)) instanceof Wellformed read
                    ? Optional.of(read.code())
                    : Optional.empty();
        }
    }
}
