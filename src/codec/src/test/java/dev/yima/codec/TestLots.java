package dev.yima.codec;

import static org.junit.jupiter.api.Assertions.fail;

/** The lots that the tests of this module share. */
final class TestLots {
    /** The brand key of the known answers: 32 zero bytes. */
    static final BrandKey ZERO_KEY = BrandKey.of(new byte[BrandKey.BYTES]);

    private TestLots() {}

    static LotCodec lot(int number, int size) {
        LotNumber lot = new LotNumber(number);
        return new LotCodec(lot, size, ZERO_KEY.lotKey(lot));
    }

    static Code wellformed(String text) {
        return CodeReader.read(text) instanceof CodeReading.Wellformed read ? read.code() : fail("not a code: " + text);
    }
}
