package dev.yima.gateway.diversion.evidence;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;

/** Pages of A4 that are written from the top, in points; a new one begins when one is full. */
final class PdfDocument {
    static final double LEFT = 48;
    static final double WIDTH = 500;

    private static final double TOP = 800;
    private static final double BOTTOM = 56;
    private static final double FOOT = 30;
    private static final double FOOT_SIZE = 7;
    private static final double LEADING = 1.4;
    /** Of the font size. */
    private static final double COLUMN_GAP = 0.5;
    /** Far less than a point: sums of widths differ by roundings. */
    private static final double ROUNDING = 1e-6;

    private final String footer;
    private final List<StringBuilder> pages = new ArrayList<>();
    private StringBuilder page = new StringBuilder();
    private double y;

    /** Begins with an empty page; the footer is on each. */
    PdfDocument(String footer) {
        this.footer = footer;
        turn();
    }

    /** The height of the next line above the bottom of the page, in points. */
    double y() {
        return y;
    }

    /** Leaves space, in points. */
    void skip(double points) {
        y -= points;
    }

    /** Begins a new page unless there is space left, in points. */
    void need(double points) {
        if (y - points < BOTTOM) {
            turn();
        }
    }

    private void turn() {
        page = new StringBuilder();
        pages.add(page);
        y = TOP;
    }

    /** A paragraph, broken between words where it is too long, and within Chinese text. */
    void paragraph(String text, double size, String font) {
        StringBuilder line = new StringBuilder();
        double width = 0;
        for (String word : text.split("(?<= )|(?=[^\\x00-\\x7F])", -1)) {
            double more = width(word, font) * size;
            if (width + more > WIDTH && !line.isEmpty()) {
                line(line.toString(), size, font);
                line.setLength(0);
                width = 0;
            }
            line.append(word);
            width += more;
        }
        line(line.toString(), size, font);
    }

    private void line(String text, double size, String font) {
        need(size * LEADING);
        y -= size * LEADING;
        text(LEFT, y, text, size, font);
    }

    /**
     * Columns of a table by their widths, in points.
     *
     * @param widths of all but the last, which takes the rest of the line
     * @return the starts of all columns, from the left margin, in points
     */
    static double[] columns(double... widths) {
        double[] starts = new double[widths.length + 1];
        for (int n = 0; n < widths.length; n++) {
            starts[n + 1] = starts[n] + widths[n];
        }
        return starts;
    }

    /** The part of a column's width that stays empty before the next one, in points, for a font size. */
    static double columnGap(double size) {
        return size * COLUMN_GAP;
    }

    /**
     * Writes a line of a table. A cell that reaches into the next column is cut and ends in two dots.
     *
     * @param columns the starts of the columns, from the left margin, in points
     */
    void row(double[] columns, List<String> cells, double size, String font) {
        need(size * LEADING);
        y -= size * LEADING;
        for (int n = 0; n < cells.size(); n++) {
            double end = n + 1 < columns.length ? columns[n + 1] : WIDTH;
            text(LEFT + columns[n], y, cut(cells.get(n), (end - columns[n]) / size - COLUMN_GAP, font), size, font);
        }
    }

    private static String cut(String text, double widthMax, String font) {
        double width = 0;
        for (int n = 0; n < text.length(); n++) {
            width += PdfFonts.width(text.charAt(n), font);
            if (width > widthMax + ROUNDING) {
                return text.substring(0, Math.max(0, n - 1)) + "..";
            }
        }
        return text;
    }

    /** A thin line across. */
    void rule() {
        y -= 3;
        draw(String.format(Locale.ROOT, "0.75 G 0.5 w %.2f %.2f m %.2f %.2f l S 0 G", LEFT, y, LEFT + WIDTH, y));
    }

    /** Writes text at a position; runs of Chinese are set in the Chinese font. */
    void text(double x, double at, String text, double size, String font) {
        double left = x;
        for (String run : text.split("(?<=[\\x20-\\x7E])(?=[^\\x20-\\x7E])|(?<=[^\\x20-\\x7E])(?=[\\x20-\\x7E])", -1)) {
            if (!run.isEmpty()) {
                boolean isLatin = PdfFonts.isLatin(run.charAt(0));
                draw(String.format(
                        Locale.ROOT,
                        "BT /%s %.2f Tf %.2f %.2f Td %s Tj ET",
                        isLatin ? font : PdfFonts.CHINESE,
                        size,
                        left,
                        at,
                        PdfFonts.string(run, isLatin)));
                left += width(run, font) * size;
            }
        }
    }

    /** The width of a text for a font size of 1. */
    static double width(String text, String font) {
        return text.chars()
                .mapToDouble(character -> PdfFonts.width(character, font))
                .sum();
    }

    /** Appends operators to the content stream of the page. */
    void draw(String operators) {
        page.append(operators).append('\n');
    }

    /** The finished document. */
    byte[] bytes() {
        COSDictionary resources = PdfFonts.resources();
        for (int n = 0; n < pages.size(); n++) {
            page = pages.get(n);
            text(LEFT, FOOT, footer + "   " + (n + 1) + " / " + pages.size(), FOOT_SIZE, PdfFonts.LATIN);
        }
        try (PDDocument document = new PDDocument();
                ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            for (StringBuilder content : pages) {
                PDPage sheet = new PDPage(PDRectangle.A4);
                sheet.setResources(new PDResources(resources));
                PDStream stream = new PDStream(document);
                try (OutputStream out = stream.createOutputStream(COSName.FLATE_DECODE)) {
                    out.write(content.toString().getBytes(StandardCharsets.ISO_8859_1));
                }
                sheet.setContents(stream);
                document.addPage(sheet);
            }
            document.save(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }
}
