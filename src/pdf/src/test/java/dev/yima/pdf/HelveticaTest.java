package dev.yima.pdf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.fontbox.afm.AFMParser;
import org.apache.fontbox.afm.CharMetric;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.Test;

/** Helvetica's widths and font objects. */
class HelveticaTest {
    /** Of the two quotes, Windows-1252 has the straight ones and the file's own encoding the curved ones. */
    private static final Map<Integer, String> QUOTES = Map.of((int) '\'', "quotesingle", (int) '`', "grave");

    /** Seen red with one width of the table changed. */
    @Test
    void everyWidthIsThatOfAdobesMetrics() throws IOException {
        Map<Integer, Float> widths = new HashMap<>();
        try (InputStream afm = PDDocument.class.getResourceAsStream("/org/apache/pdfbox/resources/afm/Helvetica.afm")) {
            for (CharMetric one : new AFMParser(afm).parse(true).getCharMetrics()) {
                if (!QUOTES.containsKey(one.getCharacterCode())) {
                    widths.put(one.getCharacterCode(), one.getWx());
                }
                QUOTES.forEach((code, name) -> {
                    if (one.getName().equals(name)) {
                        widths.put(code, one.getWx());
                    }
                });
            }
        }
        for (int character = ' '; character <= '~'; character++) {
            float width = Objects.requireNonNull(widths.get(character), "character " + character);
            assertEquals(width / 1_000, Helvetica.width(character), 1e-6, "character " + character);
        }
    }

    @Test
    void whatTheMetricsDoNotHaveIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Helvetica.width('\n'));
        assertThrows(IllegalArgumentException.class, () -> Helvetica.width('码'));
        assertThrows(IllegalArgumentException.class, () -> Helvetica.width("a\u007F"));
    }

    @Test
    void theFacesDifferByNameOnly() {
        COSDictionary bold = Helvetica.bold();
        assertEquals("Helvetica-Bold", bold.getNameAsString(COSName.BASE_FONT));
        bold.setItem(COSName.BASE_FONT, COSName.getPDFName("Helvetica"));
        assertEquals(bold.toString(), Helvetica.regular().toString());
    }
}
