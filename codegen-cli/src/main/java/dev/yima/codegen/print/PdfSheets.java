package dev.yima.codegen.print;

import dev.yima.codegen.files.CodeRow;
import dev.yima.codegen.files.StagedFolder;
import dev.yima.codegen.qr.QrSymbol;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;

/**
 * Sheets of labels as vectors in pure black (gray 0, so a press uses its black plate alone). A job is split into files
 * of {@value #PAGES_MAX} pages, one of which is in memory at a time.
 */
final class PdfSheets implements LabelFormat {
    static final int PAGES_MAX = 1_000;

    private static final double POINTS_PER_MM = 72 / 25.4;
    private static final double FONT_SIZE_PT = 6;
    private static final double BASELINE_MM = 0.7;

    /**
     * Labels begin on this raster, 1/50 inch, less than 0.26 mm from where they belong: modules of whole dots then
     * begin on dots too, at 300 dpi and at most other resolutions.
     */
    private static final double RASTER_MM = 25.4 / 50;

    private final StagedFolder folder;
    private final PrintStyle style;
    private final ModuleSizes sizes;
    private final int pagesMax;
    private final PdfText page = new PdfText();
    private PDDocument document = new PDDocument();
    private COSDictionary resources = Helvetica.resources();
    private int labels;
    private int parts;

    PdfSheets(StagedFolder folder, PrintStyle style, ModuleSizes sizes) {
        this(folder, style, sizes, PAGES_MAX);
    }

    /** The same with another limit of pages in a file. */
    PdfSheets(StagedFolder folder, PrintStyle style, ModuleSizes sizes, int pagesMax) {
        this.folder = folder;
        this.style = style;
        this.sizes = sizes;
        this.pagesMax = pagesMax;
    }

    /** Draws a label whose top left corner is the origin. */
    @Override
    public byte[] draw(CodeRow row) {
        QrSymbol symbol = QrSymbol.of(row.payload(), style.level());
        double moduleMm = sizes.note(style.moduleMmWithin(LabelStock.fitMm(symbol.modules())));
        double sideMm = symbol.modules() * moduleMm;
        double leftMm = snapped((LabelStock.WIDTH_MM - sideMm) / 2, moduleMm);
        double topMm = snapped((LabelStock.HEIGHT_MM - LabelStock.TEXT_MM - sideMm) / 2, moduleMm);
        double modulePt = moduleMm * POINTS_PER_MM;
        PdfText label = new PdfText();
        // From here to Q a unit is a module and rows count downwards.
        label.text("q ").number(modulePt).text("0 0 ").number(-modulePt);
        label.number(leftMm * POINTS_PER_MM).number(-topMm * POINTS_PER_MM).text("cm\n");
        symbol.forEachRun((column, line, length) ->
                label.number(column).number(line).number(length).text("1 re\n"));
        label.text("f Q\n");
        String code = row.code().grouped();
        double textPt = Helvetica.width(code) * FONT_SIZE_PT;
        label.text("BT /" + Helvetica.RESOURCE + " ").number(FONT_SIZE_PT).text("Tf ");
        label.number((LabelStock.WIDTH_MM * POINTS_PER_MM - textPt) / 2);
        label.number((BASELINE_MM - LabelStock.HEIGHT_MM) * POINTS_PER_MM);
        label.text("Td (" + code + ") Tj ET\n");
        return label.toBytes();
    }

    @Override
    public void place(CodeRow row, byte[] drawing) throws IOException {
        if (labels == 0) {
            page.text("0 g\n");
        }
        double leftMm = snapped(LabelStock.leftMm(labels), RASTER_MM);
        double topMm = snapped(LabelStock.topMm(labels), RASTER_MM);
        page.text("q 1 0 0 1 ").number(leftMm * POINTS_PER_MM);
        page.number((LabelStock.SHEET_HEIGHT_MM - topMm) * POINTS_PER_MM).text("cm\n");
        page.raw(drawing).text("Q\n");
        labels++;
        if (labels == LabelStock.PER_SHEET) {
            finishPage();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (labels > 0) {
                finishPage();
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
        COSStream content = document.getDocument().createCOSStream();
        try (OutputStream out = content.createOutputStream(COSName.FLATE_DECODE)) {
            out.write(page.toBytes());
        }
        PDPage sheet = new PDPage(new PDRectangle((float) (LabelStock.SHEET_WIDTH_MM * POINTS_PER_MM), (float)
                (LabelStock.SHEET_HEIGHT_MM * POINTS_PER_MM)));
        sheet.setResources(new PDResources(resources));
        sheet.setContents(new PDStream(content));
        document.addPage(sheet);
        page.clear();
        labels = 0;
        if (document.getNumberOfPages() == pagesMax) {
            finishPart();
        }
    }

    private void finishPart() throws IOException {
        parts++;
        String name = String.format(Locale.ROOT, "sheets-%04d.pdf", parts);
        try (OutputStream out = new BufferedOutputStream(folder.create(name))) {
            document.save(out, CompressParameters.NO_COMPRESSION);
        }
        document.close();
        document = new PDDocument();
        resources = Helvetica.resources();
    }
}
