package dev.yima.codegen.print.label;

import dev.yima.codegen.qr.QrSymbol;
import dev.yima.codegen.table.CodeRow;
import dev.yima.codegen.terminal.CommandFailed;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The layout of labels on a page, and of texts on a label. Lengths are in mm, from the top left corner of page or
 * label.
 *
 * @param roll whether pages are rows of labels on a roll rather than sheets
 * @param pageWidth the page's width
 * @param pageHeight the page's height
 * @param labelWidth the label's width
 * @param labelHeight the label's height
 * @param columns labels side by side
 * @param rows labels one under the other
 * @param columnGap between two columns
 * @param rowGap between two rows
 * @param left from the page's left edge to the first label
 * @param top from the page's top edge to the first label
 * @param bleed the length that print may reach over the label's edge; moves the crop marks outwards
 * @param cropMarks whether the corners of each label are marked
 * @param textHeight kept free under the symbol
 * @param texts the texts on each label
 * @param logo a picture on each label
 */
public record LabelLayout(
        boolean roll,
        double pageWidth,
        double pageHeight,
        double labelWidth,
        double labelHeight,
        int columns,
        int rows,
        double columnGap,
        double rowGap,
        double left,
        double top,
        double bleed,
        boolean cropMarks,
        double textHeight,
        List<Text> texts,
        Optional<Logo> logo) {
    private static final double SLACK = 0.01;
    private static final double PAGE_MAX = 5_000;
    private static final double DEFAULT_TEXT_BASELINE = 0.7;
    private static final double MM_PER_POINT = 25.4 / 72;
    private static final double FRAME_MM = 0.8;
    private static final Text PACK_KIND = new Text("{kind}", 4, 2, 4, false);

    /**
     * One line of text.
     *
     * @param text its text; {@code {grouped}}, {@code {code}}, {@code {serial}}, {@code {lot}}, {@code {kind}},
     *     {@code {label}} and {@code {url}} stand for the row's own
     * @param sizePt the size of its letters, in points
     * @param x its left edge, or its middle when it is centred
     * @param baseline the baseline of its letters
     * @param centred whether x is its middle
     */
    public record Text(String text, double sizePt, double x, double baseline, boolean centred) {}

    /**
     * A picture.
     *
     * @param file a PNG or JPEG; what is darker than half is printed black
     * @param x its left edge
     * @param y its top edge
     * @param width its width
     * @param height its height
     */
    public record Logo(Path file, double x, double y, double width, double height) {}

    /** 38.1 × 21.2 mm, 65 on a sheet of A4 (5 × 13, the common "L7651" layout), with the code in letters. */
    public static final LabelLayout DEFAULT = new LabelLayout(
            false,
            210,
            297,
            38.1,
            21.2,
            5,
            13,
            2.5,
            0,
            4.75,
            10.7,
            0,
            false,
            2.4,
            List.of(new Text("{grouped}", 6, 38.1 / 2, 21.2 - DEFAULT_TEXT_BASELINE, true)),
            Optional.empty());

    /** Refuses labels that do not fit their page. */
    public LabelLayout {
        require(labelWidth > 0 && labelHeight > 0, "labels must be larger than nothing", labelWidth, labelHeight);
        require(columns >= 1 && rows >= 1 && columns <= 1_000 && rows <= 1_000, "must be 1 to 1000", columns, rows);
        require(columnGap >= 0 && rowGap >= 0, "gaps must not be negative", columnGap, rowGap);
        require(left >= 0 && top >= 0, "margins must not be negative", left, top);
        require(bleed >= 0 && bleed <= PAGE_MAX, "the bleed must be 0 to 5 m", bleed, PAGE_MAX);
        require(pageWidth <= PAGE_MAX && pageHeight <= PAGE_MAX, "pages must be 5 m at most", pageWidth, pageHeight);
        double width = left + columns * labelWidth + (columns - 1) * columnGap;
        double height = top + rows * labelHeight + (rows - 1) * rowGap;
        require(width <= pageWidth + SLACK, "labels must fit the page's width", width, pageWidth);
        require(height <= pageHeight + SLACK, "labels must fit the page's height", height, pageHeight);
        require(
                columns == 1 && rows == 1 || 2 * bleed <= Math.min(columnGap, rowGap) + SLACK || bleed == 0,
                "the bleed must fit between two labels",
                bleed,
                Math.min(columnGap, rowGap));
        require(textHeight >= 0 && textHeight < labelHeight, "text must leave room", textHeight, labelHeight);
    }

    public int perPage() {
        return columns * rows;
    }

    /** The widest module with which a symbol and its quiet zone leave room for the text. */
    public double fitMm(int modules, int quietZone) {
        return Math.min(labelHeight - textHeight, labelWidth) / (modules + 2 * quietZone);
    }

    /** The same with the quiet zone of the standard. */
    public double fitMm(int modules) {
        return fitMm(modules, QrSymbol.QUIET_ZONE);
    }

    /** From the page's left edge to the left edge of its n-th label, which count from 0 in reading order. */
    public double leftMm(int index) {
        return left + index % columns * (labelWidth + columnGap);
    }

    /** From the page's top edge to the top edge of its n-th label. */
    public double topMm(int index) {
        int row = index / columns;
        return top + row * (labelHeight + rowGap);
    }

    /**
     * From the label's left edge to that of a text.
     *
     * @param words the text as it is printed
     * @throws CommandFailed when it does not fit the label, or has a character that no font here has
     */
    public double leftMm(Text text, String words) {
        Optional<String> missing = TextRuns.missing(words);
        if (missing.isPresent()) {
            throw CommandFailed.failed("texts must be in ASCII and GB 2312: " + missing.get() + " in " + words);
        }
        double widthMm = TextRuns.width(words) * text.sizePt() * MM_PER_POINT;
        double leftMm = text.x() - (text.centred() ? widthMm / 2 : 0);
        if (leftMm < 0 || leftMm + widthMm > labelWidth) {
            throw CommandFailed.failed(
                    String.format(Locale.ROOT, "texts must fit the label's width: %s is %.1f mm wide", words, widthMm));
        }
        return leftMm;
    }

    /** The texts on the label of a row: without a layout, packs say what they are. */
    public List<Text> texts(CodeRow row) {
        return frameMm(row) == 0
                ? texts
                : Stream.concat(texts.stream(), Stream.of(PACK_KIND)).toList();
    }

    /** The width of the frame around a row's label: without a layout, nobody takes a pack's label for an item's. */
    public double frameMm(CodeRow row) {
        if (!equals(DEFAULT) || row.kind().isEmpty() || row.kind().startsWith("ITEM")) {
            return 0;
        }
        return row.kind().equals("PALLET") ? 2 * FRAME_MM : FRAME_MM;
    }

    /** Pages for so many labels. */
    public long pages(long labels) {
        return (labels + perPage() - 1) / perPage();
    }

    private static void require(boolean holds, String rule, double one, double other) {
        if (!holds) {
            throw CommandFailed.failed("the layout does not work: " + rule + ": " + one + ", " + other);
        }
    }
}
