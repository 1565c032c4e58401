package dev.yima.gateway.diversion.evidence;

import java.util.Locale;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;

/**
 * Two fonts that readers of PDF bring along, so that nothing is embedded: Helvetica, and the simplified Chinese one of
 * ISO 32000-1, 9.7.5.2. Built by hand: the library's own font search reads every font of the machine first.
 */
final class PdfFonts {
    static final String LATIN = "L";
    static final String BOLD = "B";
    static final String CHINESE = "C";

    private static final int EM = 1_000;
    private static final char FIRST = ' ';
    private static final char LAST = '~';
    private static final char UNKNOWN = '?';

    /** Adobe's metrics of Helvetica, from the space to the tilde. */
    private static final int[] WIDTHS = {
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556,
        556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667,
        556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556,
        556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722,
        500, 500, 500, 334, 260, 334, 584
    };

    /** How much wider bold text is at most. */
    private static final double BOLD_FACTOR = 1.08;

    private PdfFonts() {}

    static boolean isLatin(int character) {
        return character >= FIRST && character <= LAST;
    }

    /** The width of a character for a font size of 1. */
    static double width(int character, String font) {
        double width = isLatin(character) ? (double) WIDTHS[character - FIRST] / EM : 1;
        return font.equals(BOLD) ? width * BOLD_FACTOR : width;
    }

    /** A text of one font as a string of a content stream. */
    static String string(String text, boolean isLatin) {
        StringBuilder hex = new StringBuilder("<");
        text.codePoints()
                .map(character -> Character.isBmpCodePoint(character) ? character : UNKNOWN)
                .forEach(character -> hex.append(String.format(Locale.ROOT, isLatin ? "%02X" : "%04X", character)));
        return hex.append('>').toString();
    }

    static COSDictionary resources() {
        COSDictionary fonts = new COSDictionary();
        fonts.setItem(COSName.getPDFName(LATIN), standard("Helvetica"));
        fonts.setItem(COSName.getPDFName(BOLD), standard("Helvetica-Bold"));
        fonts.setItem(COSName.getPDFName(CHINESE), chinese());
        COSDictionary resources = new COSDictionary();
        resources.setItem(COSName.FONT, fonts);
        return resources;
    }

    private static COSDictionary standard(String name) {
        COSDictionary font = new COSDictionary();
        font.setItem(COSName.TYPE, COSName.FONT);
        font.setItem(COSName.SUBTYPE, COSName.TYPE1);
        font.setItem(COSName.BASE_FONT, COSName.getPDFName(name));
        font.setItem(COSName.ENCODING, COSName.WIN_ANSI_ENCODING);
        return font;
    }

    private static COSDictionary chinese() {
        COSName name = COSName.getPDFName("STSong-Light");
        COSDictionary system = new COSDictionary();
        system.setItem(COSName.REGISTRY, new COSString("Adobe"));
        system.setItem(COSName.ORDERING, new COSString("GB1"));
        system.setInt(COSName.SUPPLEMENT, 2);
        COSDictionary descriptor = new COSDictionary();
        descriptor.setItem(COSName.TYPE, COSName.FONT_DESC);
        descriptor.setItem(COSName.FONT_NAME, name);
        descriptor.setInt(COSName.FLAGS, 6);
        COSArray box = new COSArray();
        for (int edge : new int[] {-25, -254, 1_000, 880}) {
            box.add(COSInteger.get(edge));
        }
        descriptor.setItem(COSName.FONT_BBOX, box);
        descriptor.setInt(COSName.ITALIC_ANGLE, 0);
        descriptor.setInt(COSName.ASCENT, 880);
        descriptor.setInt(COSName.DESCENT, -120);
        descriptor.setInt(COSName.CAP_HEIGHT, 880);
        descriptor.setInt(COSName.STEM_V, 93);
        COSDictionary descendant = new COSDictionary();
        descendant.setItem(COSName.TYPE, COSName.FONT);
        descendant.setItem(COSName.SUBTYPE, COSName.CID_FONT_TYPE0);
        descendant.setItem(COSName.BASE_FONT, name);
        descendant.setItem(COSName.CIDSYSTEMINFO, system);
        descendant.setItem(COSName.FONT_DESC, descriptor);
        descendant.setInt(COSName.DW, EM);
        COSArray descendants = new COSArray();
        descendants.add(descendant);
        COSDictionary font = new COSDictionary();
        font.setItem(COSName.TYPE, COSName.FONT);
        font.setItem(COSName.SUBTYPE, COSName.TYPE0);
        font.setItem(COSName.BASE_FONT, COSName.getPDFName("STSong-Light-UniGB-UCS2-H"));
        font.setItem(COSName.ENCODING, COSName.getPDFName("UniGB-UCS2-H"));
        font.setItem(COSName.DESCENDANT_FONTS, descendants);
        return font;
    }
}
