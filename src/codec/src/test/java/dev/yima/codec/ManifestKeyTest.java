package dev.yima.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ManifestKeyTest {
    private static final byte[] MANIFEST = "{\"lot\":\"0C1S\",\"size\":5}".getBytes(UTF_8);

    private final ManifestKey key = BrandKey.of(new byte[BrandKey.BYTES]).manifestKey();

    @Test
    void theSeedMakesThePublicKeyOfTheStandard() {
        byte[] seed = HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

        assertEquals(
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                HexFormat.of().formatHex(ManifestKey.of(seed).publicKey()));
    }

    @Test
    void aBrandAlwaysSignsWithTheSameKey() {
        assertArrayEquals(
                key.publicKey(),
                BrandKey.of(new byte[BrandKey.BYTES]).manifestKey().publicKey());
    }

    @Test
    void whatWasSignedVerifiesAndNothingElse() {
        byte[] signature = key.sign(MANIFEST);

        assertTrue(ManifestKey.verify(key.publicKey(), MANIFEST, signature));
        for (int i = 0; i < MANIFEST.length; i++) {
            byte[] changed = MANIFEST.clone();
            changed[i] ^= 1;
            assertFalse(ManifestKey.verify(key.publicKey(), changed, signature));
        }
        byte[] other = BrandKey.of(HexFormat.of().parseHex("11".repeat(BrandKey.BYTES)))
                .manifestKey()
                .publicKey();
        assertFalse(ManifestKey.verify(other, MANIFEST, signature));
        assertFalse(ManifestKey.verify(new byte[3], MANIFEST, signature));
        assertFalse(ManifestKey.verify(key.publicKey(), MANIFEST, new byte[3]));
    }
}
