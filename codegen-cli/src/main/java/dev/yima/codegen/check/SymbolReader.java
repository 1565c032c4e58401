package dev.yima.codegen.check;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.Binarizer;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.LuminanceSource;
import com.google.zxing.NotFoundException;
import com.google.zxing.PlanarYUVLuminanceSource;
import com.google.zxing.Result;
import com.google.zxing.ResultPoint;
import com.google.zxing.common.BitArray;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.multi.qrcode.QRCodeMultiReader;
import java.awt.geom.AffineTransform;
import java.awt.geom.NoninvertibleTransformException;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Finds all symbols of a picture, whatever their size and number, black on white or white on black. The picture is
 * looked at in squares that overlap, then at half its size, and so on: what is too large for the overlap at one size is
 * not at a smaller one.
 */
final class SymbolReader {
    private static final int TILE = 600;
    private static final int OVERLAP = 300;

    /** A picture so small is looked at twice as large, too: its modules may be two pixels wide. */
    private static final int SMALL_PIXELS = 1_500_000;

    private static final int CONTRAST_MIN = 24;
    private static final double EIGHTH = Math.PI / 4;
    private static final Map<DecodeHintType, Object> HINTS = hints();

    private SymbolReader() {}

    /**
     * A symbol that was read.
     *
     * @param text its text
     * @param x its middle, in pixels
     * @param y the same
     * @param side about how wide it is, in pixels
     */
    record Symbol(String text, double x, double y, double side) {
        /** Whether it is the same symbol, seen twice. */
        boolean isAlso(Symbol other) {
            return text.equals(other.text)
                    && Math.abs(x - other.x) < Math.max(side, other.side) / 2
                    && Math.abs(y - other.y) < Math.max(side, other.side) / 2;
        }

        Symbol scaled(double scale) {
            return new Symbol(text, x * scale, y * scale, side * scale);
        }

        /** The same, where it was before the picture was moved. */
        Symbol movedBack(AffineTransform move) {
            Point2D place = new Point2D.Double(x, y);
            try {
                move.inverseTransform(place, place);
            } catch (NoninvertibleTransformException e) {
                throw new IllegalStateException("a picture that was turned can be turned back", e);
            }
            return new Symbol(text, place.getX(), place.getY(), side);
        }
    }

    /** The symbols of a page that lies straight. */
    static List<Symbol> straight(BufferedImage image) {
        List<Symbol> seen = new ArrayList<>();
        if ((long) image.getWidth() * image.getHeight() <= SMALL_PIXELS) {
            AffineTransform twice = AffineTransform.getScaleInstance(2, 2);
            GrayImage larger = GrayImage.drawn(image, 2 * image.getWidth(), 2 * image.getHeight(), twice);
            addIfNew(seen, inAllSizes(larger, 0.5));
        } else {
            addIfNew(seen, inAllSizes(GrayImage.of(image), 1));
        }
        return seen;
    }

    /** The symbols of a picture that may lie askew: one that stands on a corner is found once the picture is turned. */
    static List<Symbol> askew(BufferedImage image) {
        List<Symbol> seen = straight(image);
        int side = (int) Math.ceil((image.getWidth() + image.getHeight()) * Math.sin(EIGHTH));
        AffineTransform turn = AffineTransform.getTranslateInstance(side / 2.0, side / 2.0);
        turn.rotate(EIGHTH);
        turn.translate(-image.getWidth() / 2.0, -image.getHeight() / 2.0);
        List<Symbol> turned = inAllSizes(GrayImage.drawn(image, side, side, turn), 1);
        addIfNew(seen, turned.stream().map(symbol -> symbol.movedBack(turn)).toList());
        return seen;
    }

    private static List<Symbol> inAllSizes(GrayImage image, double scale) {
        List<Symbol> seen = new ArrayList<>();
        GrayImage level = image;
        double levelScale = scale;
        while (true) {
            double toPixels = levelScale;
            addIfNew(
                    seen,
                    inTiles(level).stream()
                            .map(symbol -> symbol.scaled(toPixels))
                            .toList());
            if (Math.max(level.width(), level.height()) <= OVERLAP) {
                return seen;
            }
            level = level.halved();
            levelScale *= 2;
        }
    }

    private static List<Symbol> inTiles(GrayImage image) {
        List<int[]> tiles = new ArrayList<>();
        int step = TILE - OVERLAP;
        for (int top = 0; top == 0 || top < image.height() - OVERLAP; top += step) {
            for (int left = 0; left == 0 || left < image.width() - OVERLAP; left += step) {
                int width = Math.min(TILE, image.width() - left);
                int height = Math.min(TILE, image.height() - top);
                tiles.add(new int[] {left, top, width, height});
            }
        }
        List<List<Symbol>> found = IntStream.range(0, tiles.size())
                .parallel()
                .mapToObj(i -> inTile(image, tiles.get(i)))
                .toList();
        List<Symbol> seen = new ArrayList<>();
        found.forEach(inTile -> addIfNew(seen, inTile));
        return seen;
    }

    private static List<Symbol> inTile(GrayImage image, int[] tile) {
        if (image.contrast(tile[0], tile[1], tile[2], tile[3]) < CONTRAST_MIN) {
            return List.of();
        }
        LuminanceSource part = new PlanarYUVLuminanceSource(
                image.pixels(), image.width(), image.height(), tile[0], tile[1], tile[2], tile[3], false);
        List<Symbol> seen = new ArrayList<>();
        try {
            BitMatrix blackOnWhite = new HybridBinarizer(part).getBlackMatrix();
            decode(part, blackOnWhite, tile, seen);
            if (seen.isEmpty()) {
                BitMatrix whiteOnBlack = blackOnWhite.clone();
                whiteOnBlack.flip();
                decode(part, whiteOnBlack, tile, seen);
            }
        } catch (NotFoundException e) {
            throw new IllegalStateException("every picture has black and white", e);
        }
        return seen;
    }

    private static void decode(LuminanceSource part, BitMatrix matrix, int[] tile, List<Symbol> seen) {
        try {
            BinaryBitmap bitmap = new BinaryBitmap(new Binarized(part, matrix));
            for (Result result : new QRCodeMultiReader().decodeMultiple(bitmap, HINTS)) {
                seen.add(symbol(result, tile));
            }
        } catch (NotFoundException e) {
            // Most parts of a sheet hold no whole symbol.
            return;
        }
    }

    private static void addIfNew(List<Symbol> seen, List<Symbol> more) {
        for (Symbol one : more) {
            if (seen.stream().noneMatch(one::isAlso)) {
                seen.add(one);
            }
        }
    }

    /**
     * The first three points are the middles of the finders: bottom left, top left, top right. A text that goes on over
     * several symbols has none, and is there once on a page.
     */
    private static Symbol symbol(Result result, int[] tile) {
        ResultPoint[] corners = result.getResultPoints();
        if (corners.length == 0) {
            return new Symbol(result.getText(), 0, 0, Double.POSITIVE_INFINITY);
        }
        double x = (corners[0].getX() + corners[2].getX()) / 2;
        double y = (corners[0].getY() + corners[2].getY()) / 2;
        double side = ResultPoint.distance(corners[0], corners[1]);
        return new Symbol(result.getText(), tile[0] + x, tile[1] + y, side);
    }

    private static Map<DecodeHintType, Object> hints() {
        Map<DecodeHintType, Object> hints = new EnumMap<>(DecodeHintType.class);
        hints.put(DecodeHintType.TRY_HARDER, true);
        hints.put(DecodeHintType.POSSIBLE_FORMATS, List.of(BarcodeFormat.QR_CODE));
        return hints;
    }

    /** A part that is told into black and white already. */
    private static final class Binarized extends Binarizer {
        private final BitMatrix matrix;

        Binarized(LuminanceSource source, BitMatrix matrix) {
            super(source);
            this.matrix = matrix;
        }

        @Override
        public BitMatrix getBlackMatrix() {
            return matrix;
        }

        @Override
        public BitArray getBlackRow(int row, BitArray reused) {
            return matrix.getRow(row, reused);
        }

        @Override
        public Binarizer createBinarizer(LuminanceSource source) {
            return new HybridBinarizer(source);
        }
    }
}
