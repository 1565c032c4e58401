package dev.yima.codegen.print.label;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.yima.codegen.files.OutsideText;
import dev.yima.codegen.print.label.LabelLayout.Logo;
import dev.yima.codegen.print.label.LabelLayout.Text;
import dev.yima.codegen.terminal.CommandFailed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a layout from its JSON (docs/reference/print-layouts.md). */
public final class LayoutFile {
    private static final int BYTES_MAX = 1 << 16;
    private static final int TEXTS_MAX = 20;
    private static final double TEXT_SIZE_PT = 6;
    private static final Set<String> FIELDS = Set.of(
            "kind",
            "pageMm",
            "labelMm",
            "columns",
            "rows",
            "gapMm",
            "marginMm",
            "bleedMm",
            "cropMarks",
            "textMm",
            "texts",
            "logo");
    private static final Set<String> TEXT_FIELDS = Set.of("text", "sizePt", "xMm", "baselineMm", "align");
    private static final Set<String> LOGO_FIELDS = Set.of("file", "xMm", "yMm", "widthMm", "heightMm");
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path file;
    private final JsonNode json;

    private LayoutFile(Path file, JsonNode json) {
        this.file = file;
        this.json = json;
    }

    /**
     * Reads a layout.
     *
     * @throws CommandFailed saying what does not fit
     */
    public static LabelLayout read(Path file) {
        try {
            JsonNode json = MAPPER.readTree(OutsideText.read(file, BYTES_MAX));
            return new LayoutFile(file, json == null ? MAPPER.createObjectNode() : json).layout();
        } catch (JsonProcessingException e) {
            throw CommandFailed.failed(file + ": must be JSON, and is not in line "
                    + e.getLocation().getLineNr());
        }
    }

    private LabelLayout layout() {
        requireFields(json, FIELDS, "the layout");
        String kind = json.path("kind").asText("SHEET");
        require(kind.equals("SHEET") || kind.equals("ROLL"), "kind must be SHEET or ROLL: " + kind);
        boolean roll = kind.equals("ROLL");
        for (String field : List.of("rows", "pageMm")) {
            require(!roll || !json.has(field), field + " does nothing on a ROLL, whose pages are its rows of labels");
        }
        double[] label = pair("labelMm", null);
        double[] gap = pair("gapMm", new double[] {0, 0});
        double[] margin = pair("marginMm", new double[] {0, 0});
        int columns = count("columns");
        int rows = roll ? 1 : count("rows");
        JsonNode cropMarks = json.path("cropMarks");
        require(cropMarks.isMissingNode() || cropMarks.isBoolean(), "cropMarks must be true or false: " + cropMarks);
        require(!roll || margin[1] == 0, "marginMm must be 0 downwards on a ROLL, whose rows are gapMm apart");
        double bleed = number(json, "bleedMm", 0);
        require(bleed == 0 || cropMarks.asBoolean(false), "bleedMm does nothing without cropMarks: " + bleed);
        double textHeight = number(json, "textMm", LabelLayout.DEFAULT.textHeight());
        List<Text> texts = texts(label);
        Optional<Logo> logo = logo(label);
        double rollWidth = 2 * margin[0] + columns * label[0] + (columns - 1) * gap[0];
        double[] page = roll ? new double[] {rollWidth, label[1] + gap[1]} : pair("pageMm", new double[] {210, 297});
        try {
            return new LabelLayout(
                    roll,
                    page[0],
                    page[1],
                    label[0],
                    label[1],
                    columns,
                    rows,
                    gap[0],
                    gap[1],
                    margin[0],
                    roll ? gap[1] / 2 : margin[1],
                    bleed,
                    cropMarks.asBoolean(false),
                    textHeight,
                    texts,
                    logo);
        } catch (CommandFailed e) {
            throw CommandFailed.failed(file + ": " + e.line());
        }
    }

    private List<Text> texts(double[] label) {
        if (!json.has("texts")) {
            return List.of(new Text("{grouped}", TEXT_SIZE_PT, label[0] / 2, label[1] - 0.7, true));
        }
        require(json.path("texts").isArray(), "texts must be a list");
        List<Text> texts = new ArrayList<>();
        for (JsonNode node : json.path("texts")) {
            texts.add(text(node, label));
        }
        require(texts.size() <= TEXTS_MAX, "must have at most " + TEXTS_MAX + " texts");
        return List.copyOf(texts);
    }

    private Text text(JsonNode node, double[] label) {
        requireFields(node, TEXT_FIELDS, "a text");
        String text = node.path("text").asText("");
        require(!text.isEmpty() && TextRuns.missing(text).isEmpty(), "texts must be in ASCII and GB 2312: " + text);
        Optional<String> unknown = RowFields.unknown(text, Set.of());
        require(unknown.isEmpty(), "texts must have only places that are known: " + unknown.orElse(""));
        String align = node.path("align").asText("CENTER");
        boolean centred = align.equals("CENTER");
        require(centred || align.equals("LEFT"), "align must be CENTER or LEFT: " + align);
        double sizePt = number(node, "sizePt", TEXT_SIZE_PT);
        double x = number(node, "xMm", centred ? label[0] / 2 : 1);
        double baseline = number(node, "baselineMm", label[1] - 0.7);
        require(sizePt > 0, "sizePt must be larger than nothing: " + sizePt);
        require(
                x >= 0 && x <= label[0] && baseline >= 0 && baseline <= label[1],
                "texts must be on the label: xMm=" + x + ", baselineMm=" + baseline);
        return new Text(text, sizePt, x, baseline, centred);
    }

    private Optional<Logo> logo(double[] label) {
        JsonNode node = json.path("logo");
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        requireFields(node, LOGO_FIELDS, "the logo");
        Path parent = file.toAbsolutePath().getParent();
        Path picture = (parent == null ? Path.of("") : parent)
                .resolve(node.path("file").asText(""));
        require(Files.isRegularFile(picture), "logo must name a file: " + picture);
        Logo logo = new Logo(
                picture,
                number(node, "xMm", 0),
                number(node, "yMm", 0),
                number(node, "widthMm", 5),
                number(node, "heightMm", 5));
        require(logo.width() > 0 && logo.height() > 0, "the logo must be larger than nothing");
        require(
                logo.x() >= 0
                        && logo.y() >= 0
                        && logo.x() + logo.width() <= label[0]
                        && logo.y() + logo.height() <= label[1],
                "the logo must be on the label");
        return Optional.of(logo);
    }

    private int count(String field) {
        JsonNode value = json.path(field);
        require(
                value.isMissingNode() || value.canConvertToInt() && value.canConvertToExactIntegral(),
                field + " must be a whole number: " + value);
        return value.asInt(1);
    }

    private double[] pair(String field, double @Nullable [] otherwise) {
        JsonNode node = json.path(field);
        if (node.isMissingNode() && otherwise != null) {
            return otherwise;
        }
        require(
                node.size() == 2 && node.path(0).isNumber() && node.path(1).isNumber(),
                field + " must be two numbers, across and down");
        return new double[] {node.path(0).asDouble(), node.path(1).asDouble()};
    }

    private double number(JsonNode node, String field, double otherwise) {
        JsonNode value = node.path(field);
        require(value.isMissingNode() || value.isNumber(), field + " must be a number: " + value);
        return value.asDouble(otherwise);
    }

    /** Refuses unknown names: a misspelt one would be passed over, and something else printed. */
    private void requireFields(JsonNode node, Set<String> known, String what) {
        Set<String> unknown = new TreeSet<>();
        node.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(known);
        require(
                node.isObject() && unknown.isEmpty(),
                what + " must have only the fields " + new TreeSet<>(known) + ": " + unknown);
    }

    private void require(boolean holds, String rule) {
        if (!holds) {
            throw CommandFailed.failed(file + ": " + rule);
        }
    }
}
