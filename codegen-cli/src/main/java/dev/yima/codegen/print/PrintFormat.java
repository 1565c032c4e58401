package dev.yima.codegen.print;

/** The formats that {@code print} writes. */
enum PrintFormat {
    /** Sheets of labels on A4. */
    PDF,
    /** One vector file for each code. */
    SVG,
    /** One bitmap for each code. */
    PNG,
    /** One bitmap of one bit a pixel for each code, as RIPs read them. */
    TIFF,
    /** One file for a label printer. */
    ZPL,
    /** A table. */
    CSV,
    /** The content of each symbol, one a line. */
    TXT
}
