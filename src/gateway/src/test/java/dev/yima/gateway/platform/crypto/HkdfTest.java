package dev.yima.gateway.platform.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The test cases of RFC 5869, appendix A, that are of SHA-256. */
class HkdfTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void aShortSecretWithSalt() {
        Hkdf derived = new Hkdf(HEX.parseHex("000102030405060708090a0b0c"), HEX.parseHex("0b".repeat(22)));
        assertEquals(
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
                HEX.formatHex(derived.expand(HEX.parseHex("f0f1f2f3f4f5f6f7f8f9"), 42)));
    }

    @Test
    void longInputsAndThreeBlocks() {
        Hkdf derived = new Hkdf(from(0x60, 80), from(0x00, 80));
        assertEquals(
                "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
                        + "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87",
                HEX.formatHex(derived.expand(from(0xb0, 80), 82)));
    }

    @Test
    void withoutSaltAndInfo() {
        assertEquals(
                "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
                HEX.formatHex(new Hkdf(HEX.parseHex("0b".repeat(22))).expand(new byte[0], 42)));
    }

    @Test
    void eachUseHasAKeyOfItsOwn() {
        Hkdf derived = new Hkdf(from(0, 32));
        assertEquals(32, derived.key("yima/member/1").length);
        assertFalse(Arrays.equals(derived.key("yima/member/1"), derived.key("yima/cookie/1")));
        assertThrows(IllegalArgumentException.class, () -> derived.expand(new byte[0], 255 * 32 + 1));
    }

    private static byte[] from(int first, int length) {
        byte[] bytes = new byte[length];
        for (int n = 0; n < length; n++) {
            bytes[n] = (byte) (first + n);
        }
        return bytes;
    }
}
