package dev.yima.codegen.print.label;

import java.util.concurrent.atomic.DoubleAccumulator;

/** Remembers the narrowest module that was drawn; labels are drawn by several threads. */
public final class ModuleSizes {
    /** Below this many phones and printers give up. */
    public static final double READABLE_MM = 0.25;

    private final DoubleAccumulator narrowest = new DoubleAccumulator(Math::min, Double.POSITIVE_INFINITY);

    /** Notes the width of a module in mm, and hands it back. */
    public double note(double moduleMm) {
        narrowest.accumulate(moduleMm);
        return moduleMm;
    }

    /** The narrowest module in mm; infinite when none was drawn. */
    public double narrowestMm() {
        return narrowest.get();
    }

    /** Whether modules were drawn that are a tenth wider or narrower than they were to be. */
    public boolean isFarFrom(double askedMm) {
        double drawnMm = narrowestMm();
        return Double.isFinite(drawnMm) && Math.abs(drawnMm - askedMm) > askedMm / 10;
    }

    public boolean areReadable() {
        return narrowestMm() >= READABLE_MM;
    }
}
