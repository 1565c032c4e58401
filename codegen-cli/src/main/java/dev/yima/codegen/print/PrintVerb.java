package dev.yima.codegen.print;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yima.codegen.age.IdentityOptions;
import dev.yima.codegen.folder.HostOption;
import dev.yima.codegen.folder.Manifest;
import dev.yima.codegen.folder.MintedFolder;
import dev.yima.codegen.folder.OrderFile;
import dev.yima.codegen.folder.PrintedUrl;
import dev.yima.codegen.folder.StagedFolder;
import dev.yima.codegen.print.image.BitmapFiles;
import dev.yima.codegen.print.image.PngImage;
import dev.yima.codegen.print.image.SvgFiles;
import dev.yima.codegen.print.image.TiffImage;
import dev.yima.codegen.print.label.LabelFormat;
import dev.yima.codegen.print.label.LabelLayout;
import dev.yima.codegen.print.label.LabelOutput;
import dev.yima.codegen.print.label.LayoutFile;
import dev.yima.codegen.print.label.ModuleSizes;
import dev.yima.codegen.print.label.PrintStyle;
import dev.yima.codegen.print.pdf.PdfSheets;
import dev.yima.codegen.print.text.CsvFile;
import dev.yima.codegen.print.text.TextFile;
import dev.yima.codegen.print.text.ZplFile;
import dev.yima.codegen.print.text.ZplTemplate;
import dev.yima.codegen.table.CodeRows;
import dev.yima.codegen.table.RollOrder;
import dev.yima.codegen.table.RowSource;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.GivenOptions;
import dev.yima.codegen.terminal.OutputOptions;
import dev.yima.codegen.terminal.ProgressLine;
import dev.yima.codegen.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
            "  tiff one bitmap of one bit a pixel for each code",
            "  csv  codes.csv: the columns that a printing house asks for",
            "  txt  codes.txt: what each symbol carries, one a line"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  codegen print summer --format pdf --expect-host q.example.com --out sheets",
            "  codegen print summer/codes.csv --format zpl --dpi 203 --out labels",
            "  codegen print summer --format pdf --layout roll.json --dry-run --out proof",
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

    @Option(
            names = "--format",
            required = true,
            paramLabel = "pdf|svg|png|tiff|zpl|csv|txt",
            description = "What to write.")
    private PrintFormat format = PrintFormat.PDF;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The folder to fill; must not exist or be empty. Only its owner can open it.")
    private Path out = Path.of("");

    @Mixin
    private final IdentityOptions identity = new IdentityOptions();

    @Mixin
    private final HostOption host = new HostOption();

    @Option(
            names = "--signed-by",
            paramLabel = "KEY",
            description = "The brand's signing key, as GET /api/v1/custody shows it: print only a folder whose manifest"
                    + " it signed.")
    private @Nullable String signedBy;

    @Mixin
    private final SymbolOptions symbols = new SymbolOptions();

    @Mixin
    private final TableOptions table = new TableOptions();

    @Mixin
    private final UrlOptions urls = new UrlOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--layout",
            paramLabel = "FILE",
            description = "Where labels are on a sheet or a roll, for pdf and zpl: JSON, see"
                    + " docs/reference/print-layouts.md (default: 65 labels of 38.1 × 21.2 mm on A4).")
    private @Nullable Path layoutFile;

    @Option(
            names = "--template",
            paramLabel = "FILE",
            description =
                    "The ZPL of one label, for zpl, with {qr}, {grouped}, {code}, {serial}, {lot}, {kind}, {label} and"
                            + " {url} in it.")
    private @Nullable Path template;

    @Option(
            names = "--roll-order",
            description = "Print an order of one lot and its packs on one roll: each pack's label after those of what"
                    + " is in it. Without it each lot is printed by itself, with matching numbers.")
    private boolean rollOrder;

    @Option(
            names = "--copy",
            paramLabel = "N",
            description = "Whose copy comes off the roll, where the order has one for each of several recipients: 1"
                    + " prints the folders copy-1 of all its lots, and needs no others.")
    private @Nullable Integer copy;

    @Option(names = "--zip", description = "Write labels.zip instead of many files.")
    private boolean zip;

    @Option(
            names = "--dry-run",
            description = "Print the labels of the first page only, and tell how many pages or metres all would be.")
    private boolean dryRun;

    /** Makes the verb with the surroundings of the command. */
    public PrintVerb(Terminal terminal, OutputOptions output) {
        this.terminal = terminal;
        this.output = output;
    }

    @Override
    public Integer call() {
        requireEffects();
        PrintStyle style = symbols.style();
        CsvFile.Shape shape = table.shape();
        LabelLayout layout = layoutFile == null ? LabelLayout.DEFAULT : LayoutFile.read(layoutFile);
        if (format == PrintFormat.ZPL && layout.logo().isPresent()) {
            throw CommandFailed.usage(
                    "must have no logo, which is not printed with --format=zpl: --layout=" + layoutFile);
        }
        Optional<String> zpl = template == null ? Optional.empty() : Optional.of(ZplTemplate.read(template));
        ModuleSizes sizes = new ModuleSizes();
        try (RowSource rows = urls.of(rows());
                StagedFolder folder = StagedFolder.open(out);
                ProgressLine progress = ProgressLine.start(terminal, "print", " labels", -1)) {
            LabelOutput output = zip ? LabelOutput.zip(folder) : LabelOutput.folder(folder);
            LabelFormat drawn = switch (format) {
                case PDF -> new PdfSheets(output, layout, style, sizes);
                case SVG -> new SvgFiles(output, style, sizes);
                case PNG -> new BitmapFiles(output, "png", PngImage::of, style, sizes);
                case TIFF -> new BitmapFiles(output, "tif", TiffImage::of, style, sizes);
                case ZPL -> new ZplFile(output, layout, zpl, style, sizes);
                case CSV -> new CsvFile(output, shape);
                case TXT -> new TextFile(output);
            };
            int labelsMax = dryRun ? layout.perPage() : Integer.MAX_VALUE;
            long labels = new PrintRun(folder, output, drawn, progress).print(rows, labelsMax);
            report(labels, layout, style, sizes);
        } catch (IOException e) {
            throw CommandFailed.io("cannot print " + source, e);
        }
        return 0;
    }

    /** Refuses options that do nothing: something else would be printed than was asked for. */
    private void requireEffects() {
        for (String option : GivenOptions.of(spec)) {
            GivenOptions.mustDoSomething(format.uses(option), spec, option, "with --format=" + format.word());
        }
        boolean keptToTheLetter =
                format == PrintFormat.PDF && GivenOptions.of(spec).contains("--module-mm");
        GivenOptions.mustDoSomething(!keptToTheLetter, spec, "--dpi", "to a pdf with --module-mm");
    }

    private RowSource rows() {
        boolean order = Files.exists(source.resolve(OrderFile.NAME));
        if (copy != null && !rollOrder) {
            throw CommandFailed.usage("must be given with --roll-order: --copy=" + copy);
        }
        if (rollOrder && !order) {
            throw CommandFailed.failed("must be the folder of an order with packs, with its " + OrderFile.NAME
                    + ", to be printed in roll order: " + source);
        }
        if (!Files.isDirectory(source)) {
            if (signedBy != null) {
                throw CommandFailed.usage("must be a folder with a manifest for --signed-by: " + source);
            }
            return CodeRows.ofUnknown(source, identity::open)
                    .printedUnder(host::allows, "must be under the host of --expect-host");
        }
        if (!order) {
            return lotRows(source, verified(source));
        }
        if (!rollOrder) {
            throw CommandFailed.failed("must be the folder of one lot of the order, or be asked for --roll-order: "
                    + OrderFile.read(source).folders().stream()
                            .limit(LOTS_NAMED_MAX)
                            .map(lot -> source.resolve(lot).toString())
                            .collect(Collectors.joining(", ")));
        }
        return rollOrder();
    }

    /** The only lot of the order, with its packs. */
    private RowSource rollOrder() {
        Map<String, Path> folders = new LinkedHashMap<>();
        Map<String, Manifest> manifests = new LinkedHashMap<>();
        for (String name : ofOneCopy(OrderFile.read(source).folders())) {
            Path folder = source.resolve(name);
            Manifest manifest = verified(folder);
            if (folders.put(manifest.lot().text(), folder) != null) {
                throw CommandFailed.failed(
                        "must hold each lot once in a copy: " + source + " holds lot " + manifest.lot() + " twice");
            }
            manifests.put(manifest.lot().text(), manifest);
        }
        List<Manifest> items = manifests.values().stream()
                .filter(manifest -> manifest.pack().level() == 0)
                .toList();
        if (items.size() != 1 || items.get(0).pack().size() == 0) {
            throw CommandFailed.failed("must be a set of one lot and its packs: " + source + " holds " + items.size()
                    + " lots of codes" + (items.size() == 1 ? " without packs" : ""));
        }
        List<CodeRows> levels = new ArrayList<>();
        List<Integer> packs = new ArrayList<>();
        for (Manifest level : levels(items.get(0), manifests)) {
            levels.add(lotRows(Objects.requireNonNull(folders.get(level.lot().text())), level));
            packs.add(level.pack().size());
        }
        return RollOrder.of(levels, packs);
    }

    /** The folders of one recipient's copies: a roll is printed from what its printing house can open. */
    private List<String> ofOneCopy(List<String> folders) {
        Set<String> copies = new TreeSet<>();
        for (String folder : folders) {
            int slash = folder.indexOf('/');
            copies.add(slash < 0 ? "" : folder.substring(slash + 1));
        }
        if (copies.size() == 1 && copy == null) {
            return folders;
        }
        String wanted = copy == null ? "" : MintedFolder.copy(copy);
        if (!copies.contains(wanted)) {
            throw CommandFailed.failed((copies.contains("")
                            ? "must be printed without --copy: "
                            : "must be told whose copy to print, --copy 1 to " + copies.size() + ": ")
                    + source
                    + " holds " + (copies.contains("") ? "one copy" : String.join(", ", copies)));
        }
        return folders.stream().filter(folder -> folder.endsWith("/" + wanted)).toList();
    }

    /** A lot, the lot of its packs, and so on outwards. */
    private List<Manifest> levels(Manifest items, Map<String, Manifest> manifests) {
        List<Manifest> levels = new ArrayList<>(List.of(items));
        for (String parent = items.pack().parent(); !parent.isEmpty(); ) {
            Manifest level = manifests.get(parent);
            if (level == null || levels.contains(level)) {
                throw CommandFailed.failed("must hold the lot of the packs, " + parent + ": " + source);
            }
            levels.add(level);
            parent = level.pack().parent();
        }
        return levels;
    }

    private Manifest verified(Path folder) {
        Manifest manifest = signedBy == null ? Manifest.read(folder) : MintedFolder.signed(folder, signedBy);
        host.require(manifest.urlBase(), folder.resolve(Manifest.NAME));
        PrintedUrl.doubt(manifest.urlBase())
                .ifPresent(doubt -> terminal.warn("the codes open " + manifest.urlBase() + ", which " + doubt));
        if (manifest.test()) {
            terminal.warn("lot " + manifest.lot() + " is for tests: its labels belong on no goods");
        }
        try (ProgressLine progress = ProgressLine.start(terminal, "check", " bytes", -1)) {
            return MintedFolder.verified(folder, manifest, progress);
        }
    }

    private CodeRows lotRows(Path folder, Manifest manifest) {
        return CodeRows.ofMinted(folder, manifest, identity::open);
    }

    private void report(long labels, LabelLayout layout, PrintStyle style, ModuleSizes sizes) {
        String formatName = format.word();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("labels", labels)
                .put("format", formatName)
                .put("out", out.toString());
        if (Double.isFinite(sizes.narrowestMm())) {
            json.put("moduleMm", sizes.narrowestMm());
        }
        String text = labels + " labels as " + formatName + " in " + out;
        if (dryRun) {
            long pages = layout.pages(labels);
            double metres = pages * layout.pageHeight() / 1_000;
            json.put("dryRun", true).put("pages", pages).put("metres", metres);
            text = "dry run: the first page is in " + out + "; all would be " + labels + " labels on "
                    + (layout.roll()
                            ? String.format(Locale.ROOT, "%.2f m of roll", metres)
                            : pages + " sheets of " + layout.perPage());
        }
        output.print(text, json);
        OptionalDouble asked = style.moduleMm();
        if (asked.isPresent() && sizes.isFarFrom(asked.getAsDouble())) {
            terminal.warn(String.format(
                    Locale.ROOT,
                    "modules are %.3f mm wide, whole dots at --dpi=%d, and not --module-mm=%s",
                    sizes.narrowestMm(),
                    style.dpi(),
                    asked.getAsDouble()));
        }
        if (!sizes.areReadable()) {
            terminal.warn(String.format(
                    Locale.ROOT,
                    "modules should be at least %.2f mm wide, or many phones cannot read them: %.3f mm",
                    ModuleSizes.READABLE_MM,
                    sizes.narrowestMm()));
        }
    }
}
