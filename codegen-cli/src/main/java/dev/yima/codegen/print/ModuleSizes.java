package dev.yima.codegen.print;

import java.util.concurrent.atomic.DoubleAccumulator;

/** Remembers the narrowest module that was drawn; labels are drawn by several threads. */
final class ModuleSizes {
    /** Below this many phones and printers give up. */
    static final double READABLE_MM = 0.25;

    private final DoubleAccumulator narrowest = new DoubleAccumulator(Math::min, Double.POSITIVE_INFINITY);

    /** Notes the width of a module in mm, and hands it back. */
    double note(double moduleMm) {
        narrowest.accumulate(moduleMm);
        return moduleMm;
    }

    /** The narrowest module in mm; infinite when none was drawn. */
    double narrowestMm() {
        return narrowest.get();
    }

    boolean areReadable() {
        return narrowestMm() >= READABLE_MM;
    }
}
