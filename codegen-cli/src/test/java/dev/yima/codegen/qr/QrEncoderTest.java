package dev.yima.codegen.qr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.codec.BrandKey;
import dev.yima.codec.LotCodec;
import dev.yima.codec.LotNumber;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Module for module what ZXing draws, whose mask is the one that the standard scores best. */
class QrEncoderTest {
    private static final String ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    private static final int SEED = 20_261_125;

    @Test
    void everyVersionAndLevelIsDrawnAsZxingDrawsIt() {
        Random random = new Random(SEED);
        for (QrLevel level : QrLevel.values()) {
            for (int length = 1; length <= 160; length += 3) {
                mustBeEqual(text(random, ALPHANUMERIC.length(), length), level);
            }
        }
    }

    @Test
    void textsInSmallLettersAreDrawnAsZxingDrawsThem() {
        Random random = new Random(SEED);
        for (QrLevel level : QrLevel.values()) {
            for (int length = 1; length <= 100; length += 7) {
                mustBeEqual("https://" + text(random, ALPHANUMERIC.length(), length), level);
            }
        }
    }

    @Test
    void codesGetTheMaskThatZxingGivesThem() {
        LotNumber number = new LotNumber(12_345);
        LotCodec lot = new LotCodec(
                number, 2_000, BrandKey.of(new byte[BrandKey.BYTES]).lotKey(number));
        for (int serial = 0; serial < lot.size(); serial++) {
            mustBeEqual("HTTPS://Q.EXAMPLE.COM/" + lot.code(serial).text(), QrLevel.M);
        }
    }

    @Test
    void theSizeIsKnownBeforeAnythingIsDrawn() {
        for (int length = 1; length < 300; length += 11) {
            String text = "A".repeat(length);
            assertEquals(QrSymbol.byZxing(text, QrLevel.Q).modules(), QrSymbol.modules(text, QrLevel.Q));
        }
    }

    private static void mustBeEqual(String text, QrLevel level) {
        QrSymbol ours = QrEncoder.encode(text, level).orElse(null);
        QrSymbol theirs = QrSymbol.byZxing(text, level);
        if (ours == null) {
            assertTrue(theirs.version() > QrLayout.VERSION_MAX || text.matches("[0-9]+"), text);
            return;
        }
        assertEquals(theirs.modules(), ours.modules(), text);
        for (int row = 0; row < ours.modules(); row++) {
            for (int column = 0; column < ours.modules(); column++) {
                assertEquals(
                        theirs.isDark(column, row),
                        ours.isDark(column, row),
                        level + " " + text + " at " + column + ", " + row);
            }
        }
    }

    private static String text(Random random, int symbols, int length) {
        StringBuilder text = new StringBuilder();
        random.ints(length, 0, symbols).forEach(symbol -> text.append(ALPHANUMERIC.charAt(symbol)));
        return text.toString();
    }
}
