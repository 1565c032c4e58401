package dev.yima.gateway.diversion.evidence;

import dev.yima.pdf.Helvetica;
import java.util.Locale;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;

/**
 * Font resources of a page: Helvetica, and the simplified Chinese font of ISO 32000-1, 9.7.5.2. Readers of PDF bring
 * both along, so nothing is embedded.
 */
final class PdfFonts {
    static final String LATIN = "L";
    static final String BOLD = "B";
    static final String CHINESE = "C";

    private static final int EM = 1_000;
    private static final char UNKNOWN = '?';

    /** The greatest ratio of bold widths to regular ones. */
    private static final double BOLD_FACTOR = 1.08;

    private PdfFonts() {}

    /** Whether a character is set in Helvetica; all others are set in the Chinese font. */
    static boolean isLatin(int character) {
        return Helvetica.covers(character);
    }

    /** The width of a character for a font size of 1. */
    static double width(int character, String font) {
        double width = isLatin(character) ? Helvetica.width(character) : 1;
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

    /** A new dictionary of resources with the fonts {@link #LATIN}, {@link #BOLD} and {@link #CHINESE}. */
    static COSDictionary resources() {
        COSDictionary fonts = new COSDictionary();
        fonts.setItem(COSName.getPDFName(LATIN), Helvetica.regular());
        fonts.setItem(COSName.getPDFName(BOLD), Helvetica.bold());
        fonts.setItem(COSName.getPDFName(CHINESE), chinese());
        COSDictionary resources = new COSDictionary();
        resources.setItem(COSName.FONT, fonts);
        return resources;
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
