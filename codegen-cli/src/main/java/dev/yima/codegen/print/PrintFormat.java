package dev.yima.codegen.print;

import java.util.Locale;
import java.util.Set;

/** The formats that {@code print} writes, and the options that have an effect on each. */
enum PrintFormat {
    /** Sheets of labels on A4. */
    PDF("--level", "--module-mm", "--quiet-zone", "--dpi", "--layout"),
    /** One vector file for each code. */
    SVG("--level", "--module-mm", "--quiet-zone"),
    /** One bitmap for each code. */
    PNG("--level", "--module-mm", "--quiet-zone", "--dpi"),
    /** One bitmap of one bit a pixel for each code, as RIPs read them. */
    TIFF("--level", "--module-mm", "--quiet-zone", "--dpi"),
    /** One file for a label printer. */
    ZPL("--level", "--module-mm", "--quiet-zone", "--dpi", "--layout", "--template"),
    /** A table. */
    CSV("--columns", "--separator", "--no-header", "--quote"),
    /** The content of each symbol, one a line. */
    TXT;

    private static final Set<String> OF_SOME_ONLY = Set.of(
            "--level",
            "--module-mm",
            "--quiet-zone",
            "--dpi",
            "--layout",
            "--template",
            "--columns",
            "--separator",
            "--no-header",
            "--quote");

    private final Set<String> options;

    PrintFormat(String... options) {
        this.options = Set.of(options);
    }

    /** Whether an option of {@code print} changes what is written. */
    boolean uses(String option) {
        return !OF_SOME_ONLY.contains(option) || options.contains(option);
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
