package dev.yima.codegen.print.pdf;

import dev.yima.codegen.print.label.LabelFormat;
import dev.yima.codegen.print.label.LabelLayout;
import dev.yima.codegen.print.label.LabelLayout.Text;
import dev.yima.codegen.print.label.LabelOutput;
import dev.yima.codegen.print.label.ModuleSizes;
import dev.yima.codegen.print.label.PrintStyle;
import dev.yima.codegen.print.label.RowFields;
import dev.yima.codegen.print.label.TextRuns;
import dev.yima.codegen.qr.QrSymbol;
import dev.yima.codegen.table.CodeRow;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.pdf.ChineseFont;
import dev.yima.pdf.Helvetica;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.graphics.image.CCITTFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.jspecify.annotations.Nullable;

/**
 * Pages of labels as vectors in CMYK black alone, so that a press uses one plate. A job is split into files of
 * {@value #PAGES_MAX} pages, one of which is in memory at a time; pages are compressed on every core.
 */
public final class PdfSheets implements LabelFormat {
    static final int PAGES_MAX = 1_000;

    private static final double POINTS_PER_MM = 72 / 25.4;
    private static final int COMPRESSING_MAX = 16;
    private static final double CROP_MARK_MM = 3;
    private static final double CROP_LINE_PT = 0.25;
    private static final COSName FONT = COSName.getPDFName("F");
    private static final COSName CHINESE = COSName.getPDFName("C");
    private static final COSName LOGO = COSName.getPDFName("L");

    /**
     * Labels begin on this raster, 1/50 inch, less than 0.26 mm from where they belong: modules of whole dots then
     * begin on dots too, at 300 dpi and at most other resolutions.
     */
    private static final double RASTER_MM = 25.4 / 50;

    private final LabelOutput output;
    private final LabelLayout layout;
    private final PrintStyle style;
    private final ModuleSizes sizes;
    private final int pagesMax;
    private final @Nullable BufferedImage logo;
    private final PdfText page = new PdfText();
    private final Deque<CompletableFuture<byte[]>> compressing = new ArrayDeque<>();
    private PDDocument document = new PDDocument();
    private Optional<COSDictionary> resources = Optional.empty();
    private COSDictionary fonts = new COSDictionary();

    /** The characters of all labels so far; they are drawn by several threads. */
    private final Set<Integer> chinese = ConcurrentHashMap.newKeySet();

    private int labels;
    private int parts;

    public PdfSheets(LabelOutput output, LabelLayout layout, PrintStyle style, ModuleSizes sizes) {
        this(output, layout, style, sizes, PAGES_MAX);
    }

    /** The same with another limit of pages in a file. */
    public PdfSheets(LabelOutput output, LabelLayout layout, PrintStyle style, ModuleSizes sizes, int pagesMax) {
        this.output = output;
        this.layout = layout;
        this.style = style;
        this.sizes = sizes;
        this.pagesMax = pagesMax;
        this.logo = layout.logo().map(PdfSheets::picture).orElse(null);
    }

    /** Draws a label whose top left corner is the origin. */
    @Override
    public byte[] draw(CodeRow row) {
        QrSymbol symbol = QrSymbol.of(row.payload(), style.level());
        double fitMm = layout.fitMm(symbol.modules(), style.quietZone());
        double moduleMm = sizes.note(style.vectorMmWithin(fitMm));
        double sideMm = symbol.modules() * moduleMm;
        double leftMm = snapped((layout.labelWidth() - sideMm) / 2, moduleMm);
        double topMm = snapped((layout.labelHeight() - layout.textHeight() - sideMm) / 2, moduleMm);
        double modulePt = moduleMm * POINTS_PER_MM;
        PdfText label = new PdfText();
        // From here to Q a unit is a module and rows count downwards.
        label.text("q ").number(modulePt).text("0 0 ").number(-modulePt);
        label.number(leftMm * POINTS_PER_MM).number(-topMm * POINTS_PER_MM).text("cm\n");
        symbol.forEachRun((column, line, length) ->
                label.number(column).number(line).number(length).text("1 re\n"));
        label.text("f Q\n");
        double frameMm = layout.frameMm(row);
        if (frameMm > 0) {
            drawFrame(label, frameMm);
        }
        layout.texts(row).forEach(text -> draw(label, text, RowFields.fill(text.text(), row)));
        layout.logo().ifPresent(place -> {
            label.text("q ").number(place.width() * POINTS_PER_MM).text("0 0 ");
            label.number(place.height() * POINTS_PER_MM).number(place.x() * POINTS_PER_MM);
            label.number(-(place.y() + place.height()) * POINTS_PER_MM).text("cm /L Do Q\n");
        });
        return label.toBytes();
    }

    private void draw(PdfText label, Text text, String words) {
        label.text("BT ").number(layout.leftMm(text, words) * POINTS_PER_MM);
        label.number(-text.baseline() * POINTS_PER_MM).text("Td ");
        for (TextRuns.Run run : TextRuns.runs(words)) {
            COSName font = run.latin() ? FONT : CHINESE;
            label.text("/" + font.getName() + " ").number(text.sizePt()).text("Tf ");
            if (run.latin()) {
                label.string(run.text());
            } else {
                chinese.addAll(run.text().codePoints().boxed().toList());
                label.text(ChineseFont.operand(run.text()));
            }
            label.text(" Tj ");
        }
        label.text("ET\n");
    }

    /** Inside the label's edge, as wide as nothing on an item's label is. */
    private void drawFrame(PdfText label, double widthMm) {
        double inset = widthMm / 2 * POINTS_PER_MM;
        label.number(widthMm * POINTS_PER_MM).text("w ").number(inset).number(-inset);
        label.number(layout.labelWidth() * POINTS_PER_MM - 2 * inset);
        label.number(-(layout.labelHeight() * POINTS_PER_MM - 2 * inset)).text("re S\n");
    }

    @Override
    public void place(CodeRow row, byte[] drawing) throws IOException {
        if (labels == 0) {
            page.text("0 0 0 1 k 0 0 0 1 K\n");
        }
        double leftMm = snapped(layout.leftMm(labels), RASTER_MM);
        double topMm = snapped(layout.topMm(labels), RASTER_MM);
        page.text("q 1 0 0 1 ").number(leftMm * POINTS_PER_MM);
        page.number((layout.pageHeight() - topMm) * POINTS_PER_MM).text("cm\n");
        page.raw(drawing);
        if (layout.cropMarks()) {
            drawCropMarks();
        }
        page.text("Q\n");
        labels++;
        if (labels == layout.perPage()) {
            finishPage();
        }
    }

    /** Two short lines at each corner, outside the bleed. */
    private void drawCropMarks() {
        page.number(CROP_LINE_PT).text("w\n");
        for (int side = 0; side < 2; side++) {
            double x = side * layout.labelWidth();
            double out = side == 0 ? -1 : 1;
            for (int end = 0; end < 2; end++) {
                double y = -end * layout.labelHeight();
                double up = end == 0 ? 1 : -1;
                line(x + out * layout.bleed(), y, x + out * (layout.bleed() + CROP_MARK_MM), y);
                line(x, y + up * layout.bleed(), x, y + up * (layout.bleed() + CROP_MARK_MM));
            }
        }
    }

    private void line(double x1, double y1, double x2, double y2) {
        page.number(x1 * POINTS_PER_MM).number(y1 * POINTS_PER_MM).text("m ");
        page.number(x2 * POINTS_PER_MM).number(y2 * POINTS_PER_MM).text("l S\n");
    }

    @Override
    public void close() throws IOException {
        try {
            if (labels > 0) {
                finishPage();
            }
            while (!compressing.isEmpty()) {
                addPage();
            }
            if (document.getNumberOfPages() > 0) {
                finishPart();
            }
        } finally {
            document.close();
        }
    }

    private static double snapped(double mm, double rasterMm) {
        return Math.round(mm / rasterMm) * rasterMm;
    }

    private void finishPage() throws IOException {
        byte[] content = page.toBytes();
        compressing.add(CompletableFuture.supplyAsync(() -> compressed(content)));
        page.clear();
        labels = 0;
        if (compressing.size() == COMPRESSING_MAX) {
            addPage();
        }
    }

    private static byte[] compressed(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length / 4);
        Deflater deflater = new Deflater();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
            out.write(content);
        } catch (IOException e) {
            throw new IllegalStateException("memory takes every byte", e);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private void addPage() throws IOException {
        COSStream content = document.getDocument().createCOSStream();
        content.setItem(COSName.FILTER, COSName.FLATE_DECODE);
        try (OutputStream out = content.createRawOutputStream()) {
            out.write(compressing.remove().join());
        }
        PDPage sheet = new PDPage(new PDRectangle(
                (float) (layout.pageWidth() * POINTS_PER_MM), (float) (layout.pageHeight() * POINTS_PER_MM)));
        sheet.setResources(new PDResources(resources()));
        sheet.setContents(new PDStream(content));
        document.addPage(sheet);
        if (document.getNumberOfPages() == pagesMax) {
            finishPart();
        }
    }

    private void finishPart() throws IOException {
        if (!chinese.isEmpty()) {
            fonts.setItem(CHINESE, ChineseFont.embedded(document, chinese));
        }
        parts++;
        String name = String.format(Locale.ROOT, "sheets-%04d.pdf", parts);
        try (OutputStream out = new BufferedOutputStream(output.create(name))) {
            document.save(out, CompressParameters.NO_COMPRESSION);
        }
        document.close();
        document = new PDDocument();
        resources = Optional.empty();
        fonts = new COSDictionary();
    }

    /** Those of all pages of a file; the Chinese font is added when it is known what of it is used. */
    private COSDictionary resources() {
        if (resources.isEmpty()) {
            resources = Optional.of(newResources());
        }
        return resources.get();
    }

    private COSDictionary newResources() {
        fonts.setItem(FONT, Helvetica.regular());
        COSDictionary made = new COSDictionary();
        made.setItem(COSName.FONT, fonts);
        if (logo != null) {
            try {
                PDImageXObject image = CCITTFactory.createFromImage(document, logo);
                COSDictionary images = new COSDictionary();
                images.setItem(LOGO, image);
                made.setItem(COSName.XOBJECT, images);
            } catch (IOException e) {
                throw new IllegalStateException("a bitmap in memory can be encoded", e);
            }
        }
        return made;
    }

    /** The logo as a bitmap of one bit: black, where it is darker than half. */
    private static BufferedImage picture(LabelLayout.Logo place) {
        try {
            BufferedImage read = ImageIO.read(place.file().toFile());
            if (read == null) {
                throw CommandFailed.failed(place.file() + ": must be a PNG or a JPEG");
            }
            BufferedImage bitmap = new BufferedImage(read.getWidth(), read.getHeight(), BufferedImage.TYPE_BYTE_BINARY);
            bitmap.createGraphics().drawImage(read, 0, 0, Color.WHITE, null);
            return bitmap;
        } catch (IOException e) {
            throw CommandFailed.io("cannot read " + place.file(), e);
        }
    }
}
