package dev.yima.codegen.print.label;

import dev.yima.codegen.qr.QrLevel;
import dev.yima.codegen.terminal.CommandFailed;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The appearance of symbols.
 *
 * @param level their error correction
 * @param moduleMm the width of a module; empty for about {@value #MODULE_MM_DEFAULT} or what fits
 * @param quietZone light modules around a symbol
 * @param dpi the dots per inch of a bitmap or a label printer
 * @param wholeDots whether modules of vectors are whole dots, too, whatever is lost by that
 */
public record PrintStyle(QrLevel level, OptionalDouble moduleMm, int quietZone, int dpi, boolean wholeDots) {
    /** The width of a module that most phones read at arm's length. */
    public static final double MODULE_MM_DEFAULT = 0.5;

    /** The dots per inch of most presses and label printers. */
    public static final int DPI_DEFAULT = 300;

    static final double MODULE_MM_MAX = 10;
    static final double MODULE_MM_MIN = 0.1;
    static final int DPI_MAX = 2_400;
    static final int DPI_MIN = 72;
    static final int QUIET_ZONE_MAX = 20;

    private static final double MM_PER_INCH = 25.4;

    /** Whole dots that make a module narrower than this part of what fits lose more than they win. */
    private static final double WHOLE_DOTS_MIN = 0.9;

    /** Refuses what nobody can print. */
    public PrintStyle {
        double module = moduleMm.orElse(MODULE_MM_DEFAULT);
        if (!(module >= MODULE_MM_MIN && module <= MODULE_MM_MAX)) {
            throw CommandFailed.usage("must be " + MODULE_MM_MIN + " to " + MODULE_MM_MAX + ": --module-mm=" + module);
        }
        if (quietZone < 0 || quietZone > QUIET_ZONE_MAX) {
            throw CommandFailed.usage("must be 0 to " + QUIET_ZONE_MAX + ": --quiet-zone=" + quietZone);
        }
        if (dpi < DPI_MIN || dpi > DPI_MAX) {
            throw CommandFailed.usage("must be " + DPI_MIN + " to " + DPI_MAX + ": --dpi=" + dpi);
        }
    }

    /**
     * The module to draw as a vector, in mm, on a label that has room for one of {@code fitMm}. What was asked for is
     * kept to the letter; otherwise it is a whole number of dots where little is lost by that, because symbols read
     * best when no module is torn between two.
     */
    public double vectorMmWithin(double fitMm) {
        if (moduleMm.isPresent()) {
            return askedMmWithin(moduleMm.getAsDouble(), fitMm);
        }
        double whole = mm(dotsWithin(fitMm));
        double most = Math.min(fitMm, MODULE_MM_DEFAULT);
        return wholeDots || whole >= WHOLE_DOTS_MIN * most ? printable(whole) : printable(most);
    }

    /** The module of a label printer, in whole dots, on a label that has room for one of {@code fitMm}. */
    public int dotsWithin(double fitMm) {
        int fit = (int) Math.floor(dots(fitMm));
        int dots = moduleMm.isPresent()
                ? (int) Math.round(dots(askedMmWithin(moduleMm.getAsDouble(), fitMm)))
                : Math.min((int) Math.round(dots(MODULE_MM_DEFAULT)), fit);
        return Math.min(dots, fit);
    }

    /** The module of a bitmap, in whole dots: nothing limits it. */
    public int dotsPerModule() {
        int dots = (int) Math.round(dots(moduleMm.orElse(MODULE_MM_DEFAULT)));
        printable(mm(dots));
        return dots;
    }

    private static double askedMmWithin(double wanted, double fitMm) {
        if (wanted > fitMm) {
            throw CommandFailed.failed(String.format(
                    Locale.ROOT, "must be at most %.3f mm to fit the label: --module-mm=%s", fitMm, wanted));
        }
        return wanted;
    }

    /** A module that is drawn so wide; one that is narrower than any printer prints is refused. */
    public double printable(double drawnMm) {
        if (drawnMm < MODULE_MM_MIN) {
            throw CommandFailed.failed(String.format(
                    Locale.ROOT,
                    "must have room for modules of %s mm, of whole dots at %d dpi where dots are printed: %.3f mm",
                    MODULE_MM_MIN,
                    dpi,
                    drawnMm));
        }
        return drawnMm;
    }

    public double dots(double mm) {
        return mm * dpi / MM_PER_INCH;
    }

    public double mm(int dots) {
        return dots * MM_PER_INCH / dpi;
    }
}
