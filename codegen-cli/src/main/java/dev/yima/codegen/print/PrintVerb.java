package dev.yima.codegen.print;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yima.codegen.age.IdentityOptions;
import dev.yima.codegen.files.CodeRows;
import dev.yima.codegen.files.MintedFolder;
import dev.yima.codegen.files.OrderFile;
import dev.yima.codegen.files.StagedFolder;
import dev.yima.codegen.qr.QrLevel;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.OutputOptions;
import dev.yima.codegen.terminal.Progress;
import dev.yima.codegen.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code codegen print}: codes as something to print. Asks the server for nothing. */
@Command(
        name = "print",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Turn codes into something to print.",
        description = {
            "Reads a folder that mint made, after holding it against its manifest, or any CSV with the columns serial,"
                    + " code and url. A row without a url prints the bare code.",
            "",
            "  pdf  sheets-0001.pdf ...: A4, 65 labels of 38.1 x 21.2 mm (5 x 13, L7651), 1,000 sheets a file",
            "  svg  00000/SERIAL-CODE.svg ...: one file a code, 1,000 in a folder",
            "  png  00000/SERIAL-CODE.png ...: the same as bitmaps",
            "  zpl  labels.zpl: for Zebra label printers, the same label size",
            "  csv  codes.csv: the columns that a printing house asks for"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  codegen print summer --format pdf --out sheets",
            "  codegen print summer/codes.csv --format zpl --dpi 203 --out labels",
            "  codegen print summer --format csv --columns serial,grouped,url --out press"
        })
public final class PrintVerb implements Callable<Integer> {
    private static final int LOTS_NAMED_MAX = 3;

    private final Terminal terminal;
    private final OutputOptions output;

    @Parameters(
            index = "0",
            paramLabel = "DIR|codes.csv",
            description = "A folder that mint made, or a file with the columns serial, code and url.")
    private Path source = Path.of("");

    @Option(names = "--format", required = true, paramLabel = "pdf|svg|png|zpl|csv", description = "What to write.")
    private PrintFormat format = PrintFormat.PDF;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The folder to fill; must not exist or be empty. Only its owner can open it.")
    private Path out = Path.of("");

    @Mixin
    private final IdentityOptions identity = new IdentityOptions();

    @Option(
            names = "--level",
            paramLabel = "L|M|Q|H",
            defaultValue = "M",
            description = "Error correction of the QR symbols (default: M).")
    private QrLevel level = QrLevel.M;

    @Option(
            names = "--module-mm",
            paramLabel = "MM",
            description = "Width of a module, 0.1 to 10 (default: 0.5, or what fits the label).")
    private @Nullable Double moduleMm;

    @Option(
            names = "--dpi",
            paramLabel = "DOTS",
            defaultValue = "300",
            description = "Dots per inch of png and zpl, 72 to 2400 (default: 300).")
    private int dpi;

    @Option(
            names = "--columns",
            paramLabel = "COLUMN",
            split = ",",
            defaultValue = "serial,code,url",
            description = "Columns of csv, of serial, code, url, grouped, lot (default: serial,code,url).")
    private List<CsvColumn> columns = List.of();

    /** What the verb needs from the command that it belongs to. */
    public PrintVerb(Terminal terminal, OutputOptions output) {
        this.terminal = terminal;
        this.output = output;
    }

    @Override
    public Integer call() {
        PrintStyle style = style();
        ModuleSizes sizes = new ModuleSizes();
        try (CodeRows rows = rows();
                StagedFolder folder = StagedFolder.open(out);
                Progress progress = Progress.start(terminal, "print", " labels", -1)) {
            long labels = new Printing(folder, labelFormat(folder, style, sizes), progress).print(rows);
            report(labels, sizes);
        } catch (IOException e) {
            throw CommandFailed.io("cannot print " + source, e);
        }
        return 0;
    }

    private PrintStyle style() {
        if (EnumSet.copyOf(columns).size() < columns.size()) {
            throw CommandFailed.usage("must name a column once: --columns");
        }
        return new PrintStyle(level, moduleMm == null ? OptionalDouble.empty() : OptionalDouble.of(moduleMm), dpi);
    }

    private CodeRows rows() throws IOException {
        if (!Files.isDirectory(source)) {
            return CodeRows.ofUnknown(source, identity::open);
        }
        if (Files.exists(source.resolve(OrderFile.NAME))) {
            throw CommandFailed.failed("must be the folder of one lot of the order: "
                    + OrderFile.read(source).folders().stream()
                            .limit(LOTS_NAMED_MAX)
                            .map(lot -> source.resolve(lot).toString())
                            .collect(Collectors.joining(", ")));
        }
        try (Progress progress = Progress.start(terminal, "check", " bytes", -1)) {
            return CodeRows.ofMinted(source, MintedFolder.verified(source, progress), identity::open);
        }
    }

    private LabelFormat labelFormat(StagedFolder folder, PrintStyle style, ModuleSizes sizes) throws IOException {
        return switch (format) {
            case PDF -> new PdfSheets(folder, style, sizes);
            case SVG -> new SvgFiles(folder, style, sizes);
            case PNG -> new PngFiles(folder, style, sizes);
            case ZPL -> new ZplFile(folder, style, sizes);
            case CSV -> new CsvFile(folder, columns);
        };
    }

    private void report(long labels, ModuleSizes sizes) {
        String formatName = format.name().toLowerCase(Locale.ROOT);
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("labels", labels)
                .put("format", formatName)
                .put("out", out.toString());
        if (Double.isFinite(sizes.narrowestMm())) {
            json.put("moduleMm", sizes.narrowestMm());
        }
        output.print(labels + " labels as " + formatName + " in " + out, json);
        if (!sizes.areReadable()) {
            terminal.warn(String.format(
                    Locale.ROOT,
                    "modules should be at least %.2f mm wide, or many phones cannot read them: %.3f mm",
                    ModuleSizes.READABLE_MM,
                    sizes.narrowestMm()));
        }
    }
}
