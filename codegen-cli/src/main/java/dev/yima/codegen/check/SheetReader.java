package dev.yima.codegen.check;

import dev.yima.codegen.files.RegularFile;
import dev.yima.codegen.terminal.CommandFailed;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntPredicate;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.rendering.PageDrawer;
import org.apache.pdfbox.rendering.PageDrawerParameters;
import org.jspecify.annotations.Nullable;

/** Reads all symbols of the pages of a file, a picture or a PDF, one page after the other. */
final class SheetReader {
    private static final long PIXELS_MAX = 200_000_000;
    private static final long FILE_BYTES_MAX = 1L << 30;
    private static final int PAGES_MAX = 10_000;
    private static final double POINTS_PER_INCH = 72;

    /** Resolutions at which a page of a PDF is drawn, until there is a symbol on it. */
    private static final int[] DPI = {300, 600};

    private static final String READ = "PNG, JPEG, TIFF, BMP, GIF or PDF";

    private final Path file;
    private final IntPredicate wanted;
    private final Pages pages;

    private SheetReader(Path file, IntPredicate wanted, Pages pages) {
        this.file = file;
        this.wanted = wanted;
        this.pages = pages;
    }

    /** Takes the symbols of a page. */
    @FunctionalInterface
    interface Pages {
        /** Takes what stands on a page, which count from 1. */
        void add(int page, List<SymbolReader.Symbol> symbols);
    }

    /**
     * Reads a file.
     *
     * @param wanted the pages to read, from 1
     * @throws CommandFailed when it is no picture and no PDF that is read here, which is said by its name
     */
    static void read(Path file, IntPredicate wanted, Pages pages) {
        SheetReader reader = new SheetReader(file, wanted, pages);
        try {
            RegularFile.require(file, FILE_BYTES_MAX);
            FileKind kind = FileKind.of(file);
            if (kind.isPdf()) {
                reader.pdf();
            } else {
                reader.picture(kind);
            }
        } catch (IOException e) {
            throw CommandFailed.io("cannot read " + file, e);
        } catch (OutOfMemoryError e) {
            throw CommandFailed.failed(file + ": must need less memory than there is when it is unpacked");
        }
    }

    private void picture(FileKind kind) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = in == null ? Collections.emptyIterator() : ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw CommandFailed.failed(file + ": must be a picture or a PDF"
                        + kind.unread()
                                .map(name -> ", and is " + name + ": give " + READ)
                                .orElse(": " + READ));
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in);
                pictures(reader);
            } catch (IllegalArgumentException | IndexOutOfBoundsException | NegativeArraySizeException e) {
                throw CommandFailed.failed(file + ": must be a picture that is whole");
            } finally {
                reader.dispose();
            }
        }
    }

    /** All pages, each of which says how large it is before it is unpacked. */
    private void pictures(ImageReader reader) throws IOException {
        int count = reader.getNumImages(true);
        if (count > PAGES_MAX) {
            throw CommandFailed.failed(file + ": must have at most " + PAGES_MAX + " pages: " + count);
        }
        for (int page = 1; page <= count; page++) {
            if (wanted.test(page)) {
                requireSize(page, (double) reader.getWidth(page - 1) * reader.getHeight(page - 1), "");
                pages.add(page, SymbolReader.askew(reader.read(page - 1)));
            }
        }
    }

    private void pdf() throws IOException {
        OneFont.use();
        try (PDDocument document = Loader.loadPDF(file.toFile())) {
            BoundedRenderer renderer = new BoundedRenderer(document);
            for (int page = 1; page <= document.getNumberOfPages(); page++) {
                if (wanted.test(page)) {
                    PDRectangle box = document.getPage(page - 1).getCropBox();
                    pages.add(page, drawn(renderer, page, box.getWidth() * box.getHeight()));
                }
            }
        }
    }

    private List<SymbolReader.Symbol> drawn(BoundedRenderer renderer, int page, double squarePoints)
            throws IOException {
        List<SymbolReader.Symbol> symbols = List.of();
        for (int dpi : DPI) {
            double pixels = squarePoints * dpi * dpi / POINTS_PER_INCH / POINTS_PER_INCH;
            if (!symbols.isEmpty() || dpi > DPI[0] && pixels > PIXELS_MAX) {
                break;
            }
            requireSize(page, pixels, " at " + dpi + " dpi");
            BufferedImage image = renderer.draw(page, dpi);
            symbols = SymbolReader.straight(image);
        }
        return symbols;
    }

    /** Draws pages, and unpacks no picture on them that is larger than a page may be. */
    private final class BoundedRenderer extends PDFRenderer {
        private int page;

        BoundedRenderer(PDDocument document) {
            super(document);
        }

        BufferedImage draw(int number, int dpi) throws IOException {
            page = number;
            return renderImageWithDPI(number - 1, dpi, ImageType.GRAY);
        }

        @Override
        protected PageDrawer createPageDrawer(PageDrawerParameters parameters) throws IOException {
            return new PageDrawer(parameters) {
                @Override
                public void drawImage(PDImage image) throws IOException {
                    requireSize(image);
                    if (image instanceof PDImageXObject picture) {
                        requireSize(picture.getMask());
                        requireSize(picture.getSoftMask());
                    }
                    super.drawImage(image);
                }
            };
        }

        private void requireSize(@Nullable PDImage image) {
            if (image != null) {
                SheetReader.this.requireSize(page, (double) image.getWidth() * image.getHeight(), " in a picture");
            }
        }
    }

    private void requireSize(int page, double pixels, String drawn) {
        if (pixels > PIXELS_MAX) {
            throw CommandFailed.failed(
                    file + ", page " + page + ": must have at most " + PIXELS_MAX + " pixels" + drawn);
        }
    }
}
