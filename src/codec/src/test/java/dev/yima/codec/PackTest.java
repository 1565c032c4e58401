package dev.yima.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PackTest {
    @Test
    void everyCodeIsInExactlyThePackThatHoldsIt() {
        for (int size : new int[] {1, 7, 24}) {
            Pack pack = new Pack(size);
            int codes = 100;
            for (int serial = 0; serial < codes; serial++) {
                int parent = pack.parent(serial);
                assertTrue(parent < pack.packs(codes));
                assertTrue(pack.first(parent) <= serial && serial <= pack.last(parent, codes));
            }
            assertEquals(codes - 1, pack.last(pack.packs(codes) - 1, codes));
        }
    }

    @Test
    void theLargestPacksDoNotOverflow() {
        Pack pack = new Pack(Pack.SIZE_MAX);

        assertEquals(167_772_100_000L, pack.first(1_677_721));
        assertEquals(168, pack.packs(LotCodec.SIZE_MAX));
        assertThrows(IllegalArgumentException.class, () -> new Pack(0));
        assertThrows(IllegalArgumentException.class, () -> new Pack(Pack.SIZE_MAX + 1));
    }
}
