package dev.yima.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.yima.codec.LotCodec;
import dev.yima.codec.LotKey;
import dev.yima.codec.LotNumber;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShuffledCodesTest {
    private static final int SIZE = 64;

    @Test
    void theyAreAllCodesOfTheLotEachOnce() {
        LotCodec lot = lot(1, SIZE);
        Set<String> minted = new HashSet<>();
        for (int serial = 0; serial < SIZE; serial++) {
            minted.add(lot.code(serial).text());
        }
        assertEquals(minted, texts(ShuffledCodes.of(lot, SIZE)));
    }

    @Test
    void eachIsTheCodeOfItsSerial() {
        LotCodec lot = lot(1, SIZE);
        ShuffledCodes codes = ShuffledCodes.of(lot, SIZE);
        for (int i = 0; i < SIZE; i++) {
            assertEquals(lot.code(ShuffledCodes.serial(i, SIZE)).text(), codes.text(i));
        }
    }

    @Test
    void severalLotsTakeTurnsAndGoOnWhereTheyWere() {
        List<LotCodec> lots = List.of(lot(1, SIZE), lot(2, SIZE));
        ShuffledCodes all = ShuffledCodes.of(lots, 0, 2 * SIZE);
        ShuffledCodes later = ShuffledCodes.of(lots, 7, 3);
        assertEquals(2 * SIZE, texts(all).size());
        assertEquals(lots.get(1).code(ShuffledCodes.serial(3, SIZE)).text(), later.text(0));
        for (int i = 0; i < 3; i++) {
            assertEquals(all.text(7 + i), later.text(i));
        }
    }

    @Test
    void aLotWhoseSizeIsNoPowerOfTwoOrTooSmallIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> ShuffledCodes.of(lot(1, SIZE + 1), SIZE));
        assertThrows(IllegalArgumentException.class, () -> ShuffledCodes.of(lot(1, SIZE), SIZE + 1));
    }

    private static Set<String> texts(ShuffledCodes codes) {
        Set<String> texts = new HashSet<>();
        for (int i = 0; i < codes.count(); i++) {
            texts.add(codes.text(i));
        }
        return texts;
    }

    private static LotCodec lot(int number, int size) {
        return new LotCodec(new LotNumber(number), size, LotKey.of(new byte[LotKey.BYTES]));
    }
}
