package dev.yima.pdf;

import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;

/**
 * Metrics and font objects of Helvetica, one of the 14 fonts that every PDF reader brings along, so that nothing is
 * embedded. The objects are built by hand: the library's own font search reads every font of the machine first.
 */
public final class Helvetica {
    private static final int EM = 1_000;
    private static final char FIRST = ' ';
    private static final char LAST = '~';

    /** Adobe's metrics, from the space to the tilde. */
    private static final int[] WIDTHS = {
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556,
        556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667,
        556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556,
        556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722,
        500, 500, 500, 334, 260, 334, 584
    };

    private Helvetica() {}

    /** Whether the metrics have a character: printable ASCII. */
    public static boolean covers(int character) {
        return character >= FIRST && character <= LAST;
    }

    /**
     * The width of a character of the regular face, for a font size of 1.
     *
     * @throws IllegalArgumentException unless {@link #covers} it
     */
    public static double width(int character) {
        return (double) units(character) / EM;
    }

    /**
     * The width of a text of the regular face, for a font size of 1.
     *
     * @throws IllegalArgumentException unless {@link #covers} each character
     */
    public static double width(String text) {
        return (double) text.chars().map(Helvetica::units).sum() / EM;
    }

    private static int units(int character) {
        if (!covers(character)) {
            throw new IllegalArgumentException("must be printable ASCII: character=" + character);
        }
        return WIDTHS[character - FIRST];
    }

    /** A new font object of the regular face, with the encoding of Windows-1252. */
    public static COSDictionary regular() {
        return font("Helvetica");
    }

    /** A new font object of the bold face, with the encoding of Windows-1252. */
    public static COSDictionary bold() {
        return font("Helvetica-Bold");
    }

    private static COSDictionary font(String name) {
        COSDictionary font = new COSDictionary();
        font.setItem(COSName.TYPE, COSName.FONT);
        font.setItem(COSName.SUBTYPE, COSName.TYPE1);
        font.setItem(COSName.BASE_FONT, COSName.getPDFName(name));
        font.setItem(COSName.ENCODING, COSName.WIN_ANSI_ENCODING);
        return font;
    }
}
