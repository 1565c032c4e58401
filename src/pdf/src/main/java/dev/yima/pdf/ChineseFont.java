package dev.yima.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * A font of the characters of GB 2312 that comes along: a press has to have every font in the file, and does not take
 * the reader's. Only what is used is embedded.
 */
public final class ChineseFont {
    private static final String FILE = "DroidSansFallback-GB2312.ttf";
    private static final TrueTypeFont FONT = parsed();
    private static final CmapLookup GLYPHS = glyphs();

    private ChineseFont() {}

    /** Whether the font has a character. */
    public static boolean covers(int character) {
        return GLYPHS.getGlyphId(character) != 0;
    }

    /** The width of a text, for a font size of 1; what the font does not have counts as its empty box. */
    public static double width(String text) {
        return text.codePoints().mapToDouble(ChineseFont::width).sum();
    }

    private static double width(int character) {
        try {
            return (double) FONT.getAdvanceWidth(GLYPHS.getGlyphId(character)) / FONT.getUnitsPerEm();
        } catch (IOException e) {
            throw new UncheckedIOException("the font is in memory", e);
        }
    }

    /** A text as the operand of {@code Tj}, for a font that {@link #embedded} made. */
    public static String operand(String text) {
        StringBuilder hex = new StringBuilder("<");
        text.codePoints()
                .forEach(character -> hex.append(String.format(Locale.ROOT, "%04X", GLYPHS.getGlyphId(character))));
        return hex.append('>').toString();
    }

    /** A new font object with these characters and no others, in a document. */
    public static COSDictionary embedded(PDDocument document, Set<Integer> characters) {
        try {
            PDType0Font font = PDType0Font.load(document, FONT, true);
            characters.forEach(font::addToSubset);
            font.subset();
            return font.getCOSObject();
        } catch (IOException e) {
            throw new UncheckedIOException("the font is in memory", e);
        }
    }

    private static TrueTypeFont parsed() {
        try (InputStream in = Objects.requireNonNull(ChineseFont.class.getResourceAsStream(FILE))) {
            return new TTFParser().parse(new RandomAccessReadBuffer(in));
        } catch (IOException e) {
            throw new UncheckedIOException("the font comes along", e);
        }
    }

    private static CmapLookup glyphs() {
        try {
            return Objects.requireNonNull(FONT.getUnicodeCmapLookup());
        } catch (IOException e) {
            throw new UncheckedIOException("the font is in memory", e);
        }
    }
}
