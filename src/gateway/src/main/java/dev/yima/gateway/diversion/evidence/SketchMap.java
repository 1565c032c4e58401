package dev.yima.gateway.diversion.evidence;

import dev.yima.engine.diversion.Territory;
import dev.yima.engine.place.Region;
import dev.yima.gateway.diversion.RegionCounts;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Sketch of the provinces as dots, without borders; scans are circles whose area is their number. */
final class SketchMap {
    static final double HEIGHT = 250;

    private static final double WEST = 78;
    private static final double EAST = 133;
    private static final double SOUTH = 17;
    private static final double NORTH = 50;
    private static final double WIDTH = 340;
    private static final double LABEL_SIZE = 5.5;
    private static final double NUMBER_SIZE = 7;
    private static final double DOT = 2.2;
    private static final double CIRCLE_MIN = 5;
    private static final double CIRCLE_MAX = 12;
    /** The reach of a circle's Bézier curves, of its radius. */
    private static final double ARC = 0.5523;

    private static final String GREY = "0.6 0.6 0.6 rg";
    private static final String GREEN = "0.2 0.6 0.35 rg";
    private static final String RED = "0.82 0.15 0.15 rg";
    private static final String BLACK = "0 0 0 rg";
    private static final String WHITE = "1 1 1 rg";

    /** East and north in degrees, for the middle of each; small neighbours are moved apart. */
    private static final Map<Region, double[]> MIDDLES = middles();

    private SketchMap() {}

    /** Draws the map at the document's position. */
    static void draw(PdfDocument pdf, Territory territory, RegionCounts scans) {
        pdf.need(HEIGHT);
        double bottom = pdf.y() - HEIGHT;
        int most =
                scans.all().values().stream().mapToInt(Integer::intValue).max().orElse(1);
        MIDDLES.forEach((region, middle) -> {
            double x = PdfDocument.LEFT + (middle[0] - WEST) / (EAST - WEST) * WIDTH;
            double y = bottom + (middle[1] - SOUTH) / (NORTH - SOUTH) * (HEIGHT - 10);
            int count = scans.of(region.code());
            boolean isOutside = territory.excludes(region.code());
            if (count == 0) {
                circle(pdf, x, y, DOT, isOutside || territory.codes().isEmpty() ? GREY : GREEN);
                pdf.text(x + DOT + 1, y - 2, region.name(Locale.ENGLISH), LABEL_SIZE, PdfFonts.LATIN);
                return;
            }
            double radius = Math.max(CIRCLE_MIN, CIRCLE_MAX * Math.sqrt((double) count / most));
            circle(pdf, x, y, radius, isOutside ? RED : GREEN);
            String number = Integer.toString(count);
            pdf.draw(WHITE);
            double width = PdfDocument.width(number, PdfFonts.BOLD) * NUMBER_SIZE;
            pdf.text(x - width / 2, y - NUMBER_SIZE / 3, number, NUMBER_SIZE, PdfFonts.BOLD);
            pdf.draw(BLACK);
            pdf.text(x + radius + 2, y - 3, region.name(Locale.ENGLISH), NUMBER_SIZE, PdfFonts.BOLD);
        });
        legend(pdf, PdfDocument.LEFT + WIDTH + 50, bottom + HEIGHT - 40);
        pdf.skip(HEIGHT);
    }

    private static void legend(PdfDocument pdf, double x, double top) {
        String[] colours = {GREEN, RED, GREY};
        String[] words = {"inside  区域内", "outside  区域外", "no scan  无扫码"};
        for (int n = 0; n < colours.length; n++) {
            double y = top - 14 * n;
            circle(pdf, x, y, 4, colours[n]);
            pdf.text(x + 9, y - 3, words[n], NUMBER_SIZE, PdfFonts.LATIN);
        }
        pdf.text(x - 4, top - 44, "A sketch, no borders", LABEL_SIZE, PdfFonts.LATIN);
    }

    private static void circle(PdfDocument pdf, double x, double y, double r, String colour) {
        double c = r * ARC;
        pdf.draw(String.format(
                Locale.ROOT,
                "%s %.2f %.2f m %.2f %.2f %.2f %.2f %.2f %.2f c %.2f %.2f %.2f %.2f %.2f %.2f c"
                        + " %.2f %.2f %.2f %.2f %.2f %.2f c %.2f %.2f %.2f %.2f %.2f %.2f c f %s",
                colour,
                x + r,
                y,
                x + r,
                y + c,
                x + c,
                y + r,
                x,
                y + r,
                x - c,
                y + r,
                x - r,
                y + c,
                x - r,
                y,
                x - r,
                y - c,
                x - c,
                y - r,
                x,
                y - r,
                x + c,
                y - r,
                x + r,
                y - c,
                x + r,
                y,
                BLACK));
    }

    private static Map<Region, double[]> middles() {
        Map<Region, double[]> middles = new EnumMap<>(Region.class);
        String all = """
                000000 80 19|110000 116.2 40.6|120000 118.0 39.3|130000 114.8 38.3|140000 112.0 37.2|150000 111.5 42.5
                210000 123.0 41.3|220000 126.3 43.7|230000 128.0 47.0|310000 122.3 31.2|320000 119.7 33.2
                330000 120.4 29.2|340000 116.8 31.8|350000 118.1 26.1|360000 115.5 27.7|370000 118.2 36.3
                410000 113.3 34.0|420000 111.8 31.0|430000 111.3 27.8|440000 113.0 23.7|450000 106.6 23.6
                460000 109.8 19.2|500000 107.7 29.7|510000 102.6 30.7|520000 106.7 26.8|530000 101.3 24.8
                540000 88.5 31.3|610000 108.8 34.8|620000 102.0 37.9|630000 96.3 35.5|640000 106.2 37.6
                650000 85.5 41.5|710000 121.5 24.3|810000 115.6 22.0|820000 111.9 21.6""";
        for (String one : all.split("[|\n]", -1)) {
            String[] parts = one.split(" ", -1);
            Region region = parts[0].equals(Region.ABROAD.code()) ? Region.ABROAD : Region.of(parts[0]);
            middles.put(region, new double[] {Double.parseDouble(parts[1]), Double.parseDouble(parts[2])});
        }
        return middles;
    }
}
