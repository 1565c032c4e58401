package dev.yima.codegen.check;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.Result;
import com.google.zxing.ResultPoint;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.multi.qrcode.QRCodeMultiReader;
import dev.yima.codegen.terminal.CommandFailed;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.NoninvertibleTransformException;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;

/** Reads all symbols of a sheet, in a picture or on the pages of a PDF. */
final class SheetReader {
    private static final long PIXELS_MAX = 200_000_000;
    private static final long FILE_BYTES_MAX = 1L << 30;
    private static final int PAGES_MAX = 10_000;
    private static final int DPI = 300;
    private static final double POINTS_PER_INCH = 72;
    private static final double EIGHTH = Math.PI / 4;

    /** Symbols are looked for in squares that overlap by half: two of them hold every label whole. */
    private static final int[] TILE_SIDES = {500, 1_200};

    private static final Map<DecodeHintType, Object> HINTS = hints();

    private SheetReader() {}

    /**
     * A symbol that was read.
     *
     * @param text its text
     * @param page the page, from 1
     * @param x its middle, in pixels
     * @param y the same
     * @param side about how wide it is, in pixels
     */
    record Seen(String text, int page, double x, double y, double side) {
        /** Whether it is the same symbol, seen twice. */
        boolean isAlso(Seen other) {
            return text.equals(other.text)
                    && page == other.page
                    && Math.abs(x - other.x) < side / 2
                    && Math.abs(y - other.y) < side / 2;
        }

        /** The same, where it was before the picture was turned. */
        Seen turnedBack(AffineTransform turn) {
            Point2D place = new Point2D.Double(x, y);
            try {
                turn.inverseTransform(place, place);
            } catch (NoninvertibleTransformException e) {
                throw new IllegalStateException("a picture that was turned can be turned back", e);
            }
            return new Seen(text, page, place.getX(), place.getY(), side);
        }
    }

    /**
     * Reads a picture (PNG, JPEG, TIFF, BMP, GIF) or a PDF.
     *
     * @throws CommandFailed when it is neither
     */
    static List<Seen> read(Path file) {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw CommandFailed.failed(file + ": must have at most " + FILE_BYTES_MAX + " bytes");
            }
            return file.toString().toLowerCase(Locale.ROOT).endsWith(".pdf") ? pdf(file) : picture(file);
        } catch (IOException e) {
            throw CommandFailed.io("cannot read " + file, e);
        }
    }

    private static List<Seen> picture(Path file) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = in == null ? Collections.emptyIterator() : ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw CommandFailed.failed(file + ": must be a picture or a PDF");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in);
                return pages(file, reader);
            } catch (IllegalArgumentException | IndexOutOfBoundsException | NegativeArraySizeException e) {
                throw CommandFailed.failed(file + ": must be a picture that is whole");
            } finally {
                reader.dispose();
            }
        }
    }

    /** All pages, each of which says how large it is before it is unpacked. */
    private static List<Seen> pages(Path file, ImageReader reader) throws IOException {
        List<Seen> seen = new ArrayList<>();
        int pages = reader.getNumImages(true);
        if (pages > PAGES_MAX) {
            throw CommandFailed.failed(file + ": must have at most " + PAGES_MAX + " pages: " + pages);
        }
        for (int page = 0; page < pages; page++) {
            long pixels = (long) reader.getWidth(page) * reader.getHeight(page);
            if (pixels > PIXELS_MAX) {
                throw CommandFailed.failed(
                        file + ", page " + (page + 1) + ": must have at most " + PIXELS_MAX + " pixels: " + pixels);
            }
            seen.addAll(photographed(reader.read(page), page + 1));
        }
        return seen;
    }

    private static List<Seen> pdf(Path file) throws IOException {
        List<Seen> seen = new ArrayList<>();
        try (PDDocument document = Loader.loadPDF(file.toFile())) {
            PDFRenderer renderer = new PDFRenderer(document);
            for (int page = 0; page < document.getNumberOfPages(); page++) {
                PDRectangle box = document.getPage(page).getCropBox();
                double pixels = box.getWidth() * box.getHeight() * DPI * DPI / POINTS_PER_INCH / POINTS_PER_INCH;
                if (pixels > PIXELS_MAX) {
                    throw CommandFailed.failed(file + ", page " + (page + 1) + ": must have at most " + PIXELS_MAX
                            + " pixels at " + DPI + " dpi");
                }
                seen.addAll(symbols(renderer.renderImageWithDPI(page, DPI, ImageType.GRAY), page + 1));
            }
        }
        return seen;
    }

    /** A picture that may lie askew. A symbol that stands on a corner is found once the picture is turned, too. */
    private static List<Seen> photographed(BufferedImage image, int page) {
        List<Seen> seen = symbols(image, page);
        int side = (int) Math.ceil((image.getWidth() + image.getHeight()) * Math.sin(EIGHTH));
        AffineTransform turn = AffineTransform.getTranslateInstance(side / 2.0, side / 2.0);
        turn.rotate(EIGHTH);
        turn.translate(-image.getWidth() / 2.0, -image.getHeight() / 2.0);
        BufferedImage turned = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D pen = turned.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, side, side);
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        pen.drawImage(image, turn, null);
        pen.dispose();
        for (Seen one : symbols(turned, page)) {
            addIfNew(seen, one.turnedBack(turn));
        }
        return seen;
    }

    private static List<Seen> symbols(BufferedImage image, int page) {
        List<Seen> seen = new ArrayList<>();
        for (int side : TILE_SIDES) {
            List<int[]> tiles = tiles(image.getWidth(), image.getHeight(), side);
            List<List<Seen>> found = IntStream.range(0, tiles.size())
                    .parallel()
                    .mapToObj(i -> tile(image, tiles.get(i), page))
                    .toList();
            for (List<Seen> inTile : found) {
                inTile.forEach(one -> addIfNew(seen, one));
            }
        }
        return seen;
    }

    private static void addIfNew(List<Seen> seen, Seen one) {
        if (seen.stream().noneMatch(one::isAlso)) {
            seen.add(one);
        }
    }

    private static List<int[]> tiles(int width, int height, int side) {
        List<int[]> tiles = new ArrayList<>();
        for (int top = 0; top == 0 || top < height - side / 2; top += side / 2) {
            for (int left = 0; left == 0 || left < width - side / 2; left += side / 2) {
                tiles.add(new int[] {left, top, Math.min(side, width - left), Math.min(side, height - top)});
            }
        }
        return tiles;
    }

    private static List<Seen> tile(BufferedImage image, int[] tile, int page) {
        int[] pixels = image.getRGB(tile[0], tile[1], tile[2], tile[3], null, 0, tile[2]);
        BinaryBitmap bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(tile[2], tile[3], pixels)));
        List<Seen> seen = new ArrayList<>();
        try {
            for (Result result : new QRCodeMultiReader().decodeMultiple(bitmap, HINTS)) {
                seen.add(seen(result, tile, page));
            }
        } catch (NotFoundException e) {
            // Most tiles of a sheet hold no whole symbol.
            return seen;
        }
        return seen;
    }

    /**
     * The first three points are the middles of the finders: bottom left, top left, top right. A text that goes on over
     * several symbols has none, and is there once on a page.
     */
    private static Seen seen(Result result, int[] tile, int page) {
        ResultPoint[] corners = result.getResultPoints();
        if (corners.length == 0) {
            return new Seen(result.getText(), page, 0, 0, Double.POSITIVE_INFINITY);
        }
        double x = (corners[0].getX() + corners[2].getX()) / 2;
        double y = (corners[0].getY() + corners[2].getY()) / 2;
        double side = ResultPoint.distance(corners[0], corners[1]);
        return new Seen(result.getText(), page, tile[0] + x, tile[1] + y, side);
    }

    private static Map<DecodeHintType, Object> hints() {
        Map<DecodeHintType, Object> hints = new EnumMap<>(DecodeHintType.class);
        hints.put(DecodeHintType.TRY_HARDER, true);
        hints.put(DecodeHintType.POSSIBLE_FORMATS, List.of(BarcodeFormat.QR_CODE));
        return hints;
    }
}
