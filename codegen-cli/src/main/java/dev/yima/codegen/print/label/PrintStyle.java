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
 */
public record PrintStyle(QrLevel level, OptionalDouble moduleMm, int quietZone, int dpi) {
    /** The width of a module that most phones read at arm's length. */
    public static final double MODULE_MM_DEFAULT = 0.5;

    static final double MODULE_MM_MAX = 10;
    static final double MODULE_MM_MIN = 0.1;
    static final int DPI_MAX = 2_400;
    static final int DPI_MIN = 72;
    static final int QUIET_ZONE_MAX = 20;

    private static final double MM_PER_INCH = 25.4;

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
     * The module to draw, in mm, on a label that has room for one of {@code fitMm}. What was asked for is kept to the
     * letter; otherwise it is a whole number of dots, because symbols read best when no module is torn between two.
     */
    public double moduleMmWithin(double fitMm) {
        if (moduleMm.isEmpty()) {
            if (fitMm < MODULE_MM_MIN) {
                throw CommandFailed.failed(String.format(
                        Locale.ROOT,
                        "must have room for modules of %s mm on the label: %.3f mm",
                        MODULE_MM_MIN,
                        fitMm));
            }
            int dots = Math.min(dotsPerModule(), (int) Math.floor(dots(fitMm)));
            return dots == 0 ? fitMm : mm(dots);
        }
        double wanted = moduleMm.getAsDouble();
        if (wanted > fitMm) {
            throw CommandFailed.failed(String.format(
                    Locale.ROOT, "must be at most %.3f mm to fit the label: --module-mm=%s", fitMm, wanted));
        }
        return wanted;
    }

    /** Whole dots for a module where nothing limits it; at least one. */
    public int dotsPerModule() {
        return Math.max(1, (int) Math.round(dots(moduleMm.orElse(MODULE_MM_DEFAULT))));
    }

    public double dots(double mm) {
        return mm * dpi / MM_PER_INCH;
    }

    public double mm(int dots) {
        return dots * MM_PER_INCH / dpi;
    }
}
