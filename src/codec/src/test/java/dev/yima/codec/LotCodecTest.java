package dev.yima.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LotCodecTest {
    private static final long SEED = 20260101L;
    private static final String SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    @Test
    void theKnownAnswerHolds() {
        Code code = TestLots.lot(12345, 8).code(7);

        assertEquals("0C1S1YNT84EZMPS4", code.text());
        assertEquals("0C1S-1YNT-84EZ-MPS4", code.grouped());
    }

    @Test
    void everyLotAndSerialComesBack() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 2_000; i++) {
            int size = 1 + random.nextInt(LotCodec.SIZE_MAX);
            LotCodec lot = TestLots.lot(random.nextInt(LotNumber.VALUE_MAX + 1), size);
            for (int serial : new int[] {0, random.nextInt(size), size - 1}) {
                Code read = TestLots.wellformed(lot.code(serial).text());
                assertEquals(new OpenResult.Genuine(serial), lot.open(read));
            }
        }
    }

    @Test
    void aBatchWritesWhatSingleCodesSay() {
        LotCodec lot = TestLots.lot(77, 5_000);
        byte[] batch = new byte[3_001 * Code.SYMBOLS];
        lot.writeCodes(1_999, 3_001, batch);

        byte[] singles = new byte[batch.length];
        for (int i = 0; i < 3_001; i++) {
            byte[] code = lot.code(1_999 + i).text().getBytes(US_ASCII);
            System.arraycopy(code, 0, singles, i * Code.SYMBOLS, Code.SYMBOLS);
        }
        assertArrayEquals(singles, batch);
    }

    @Test
    void noFlippedBitOpens() {
        int size = 1 << 20;
        LotCodec lot = TestLots.lot(12345, size);
        LotCodec[] neighbours = IntStream.range(0, 20)
                .mapToObj(bit -> TestLots.lot(12345 ^ 1 << bit, size))
                .toArray(LotCodec[]::new);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 100_000; i++) {
            Code code = lot.code(random.nextInt(size));
            for (int bit = 0; bit < 60; bit++) {
                Code flipped = new Code(code.lot(), code.body() ^ 1L << bit);
                assertEquals(OpenResult.Kind.FORGED, lot.open(flipped).kind());
            }
            for (int bit = 0; bit < 20; bit++) {
                Code flipped = new Code(new LotNumber(code.lot().value() ^ 1 << bit), code.body());
                assertEquals(OpenResult.Kind.FORGED, lot.open(flipped).kind());
                assertEquals(
                        OpenResult.Kind.FORGED, neighbours[bit].open(flipped).kind());
            }
        }
    }

    @Test
    void aMillionRandomCodesDoNotOpen() {
        LotCodec lot = TestLots.lot(12345, LotCodec.SIZE_MAX);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 1_000_000; i++) {
            Code guess = new Code(lot.lot(), random.nextLong() >>> 4);
            assertEquals(OpenResult.Kind.FORGED, lot.open(guess).kind());
        }
    }

    @Test
    void aMillionCodesWithOneSymbolChangedDoNotOpen() {
        LotCodec lot = TestLots.lot(12345, LotCodec.SIZE_MAX);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 1_000_000; i++) {
            char[] text = lot.code(random.nextInt(LotCodec.SIZE_MAX)).text().toCharArray();
            int at = random.nextInt(text.length);
            char old = text[at];
            while (text[at] == old) {
                text[at] = SYMBOLS.charAt(random.nextInt(SYMBOLS.length()));
            }
            Code changed = TestLots.wellformed(new String(text));
            assertEquals(OpenResult.Kind.FORGED, lot.open(changed).kind());
        }
    }

    @Test
    void noTwoSerialsOfAFullLotShareACode() {
        LotCodec lot = TestLots.lot(12345, LotCodec.SIZE_MAX);
        long[] bodies = IntStream.range(0, LotCodec.SIZE_MAX)
                .parallel()
                .mapToLong(serial -> lot.code(serial).body())
                .toArray();
        Arrays.parallelSort(bodies);
        for (int i = 1; i < bodies.length; i++) {
            if (bodies[i] == bodies[i - 1]) {
                assertNotEquals(bodies[i - 1], bodies[i], "two serials share a body");
            }
        }
    }

    @Test
    void aSerialOutOfRangeIsForged() {
        Code last = TestLots.lot(9, 1_000).code(999);

        assertEquals(new OpenResult.Genuine(999), TestLots.lot(9, 1_000).open(last));
        assertEquals(OpenResult.Kind.FORGED, TestLots.lot(9, 999).open(last).kind());
    }

    @Test
    void anotherBrandsKeyDoesNotOpen() {
        LotNumber number = new LotNumber(9);
        byte[] otherSecret = new byte[BrandKey.BYTES];
        otherSecret[31] = 1;
        LotCodec other = new LotCodec(number, 10, BrandKey.of(otherSecret).lotKey(number));

        assertEquals(
                OpenResult.Kind.FORGED, other.open(TestLots.lot(9, 10).code(3)).kind());
    }

    @Test
    void manyThreadsShareOneCodec() {
        LotCodec lot = TestLots.lot(5, 100_000);
        boolean wrong = IntStream.range(0, 100_000)
                .parallel()
                .anyMatch(serial -> !lot.open(lot.code(serial)).equals(new OpenResult.Genuine(serial)));

        assertFalse(wrong);
    }

    @Test
    void sizesAndSerialsHaveLimits() {
        assertThrows(IllegalArgumentException.class, () -> TestLots.lot(1, 0));
        assertThrows(IllegalArgumentException.class, () -> TestLots.lot(1, LotCodec.SIZE_MAX + 1));
        LotCodec lot = TestLots.lot(1, 10);
        assertThrows(IndexOutOfBoundsException.class, () -> lot.code(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> lot.code(10));
        assertThrows(IndexOutOfBoundsException.class, () -> lot.writeCodes(5, 6, new byte[96]));
        assertThrows(IndexOutOfBoundsException.class, () -> lot.writeCodes(0, 6, new byte[95]));
    }
}
