package dev.yima.codegen.print;

import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;

/**
 * One of the 14 fonts that every PDF reader brings along, so that nothing is embedded. Built by hand: the library's
 * own font search reads every font of the machine first.
 */
final class Helvetica {
    static final String RESOURCE = "F";

    private static final int EM = 1_000;
    private static final int DIGIT = 556;
    private static final int DASH = 333;
    private static final int NARROW = 278;
    private static final int[] CAPITALS = {
        667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667,
        944, 667, 667, 611
    };

    private Helvetica() {}

    /** The width for a font size of 1 (Adobe's metrics of Helvetica); small letters count as wide as digits. */
    static double width(String text) {
        return (double) text.chars().map(Helvetica::width).sum() / EM;
    }

    static COSDictionary resources() {
        COSDictionary font = new COSDictionary();
        font.setItem(COSName.TYPE, COSName.FONT);
        font.setItem(COSName.SUBTYPE, COSName.TYPE1);
        font.setItem(COSName.BASE_FONT, COSName.getPDFName("Helvetica"));
        font.setItem(COSName.ENCODING, COSName.WIN_ANSI_ENCODING);
        COSDictionary fonts = new COSDictionary();
        fonts.setItem(COSName.getPDFName(RESOURCE), font);
        COSDictionary resources = new COSDictionary();
        resources.setItem(COSName.FONT, fonts);
        return resources;
    }

    private static int width(int character) {
        if (character >= 'A' && character <= 'Z') {
            return CAPITALS[character - 'A'];
        }
        return switch (character) {
            case '-' -> DASH;
            case ' ', '.', ',', ':', ';', '/' -> NARROW;
            default -> DIGIT;
        };
    }
}
