package dev.yima.gateway.platform.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** HKDF-SHA256 (RFC 5869): keys derived from one secret, each for the use that its label names. */
public final class Hkdf {
    private static final int KEY_BYTES = 32;
    private static final int BLOCKS_MAX = 255;

    private final HmacKey pseudoRandomKey;

    /** Extracts from a secret, without salt. */
    public Hkdf(byte[] secret) {
        this(new byte[HmacKey.BYTES], secret);
    }

    /** Extracts from a secret, with a salt of at least one byte. */
    Hkdf(byte[] salt, byte[] secret) {
        this.pseudoRandomKey = new HmacKey(new HmacKey(salt).code(secret));
    }

    /** The key for a use: 32 bytes that tell nothing of those for other uses. */
    public byte[] key(String label) {
        return expand(label.getBytes(US_ASCII), KEY_BYTES);
    }

    /** Expands to so many bytes, at most 8,160. */
    byte[] expand(byte[] info, int length) {
        int blocks = (length + HmacKey.BYTES - 1) / HmacKey.BYTES;
        if (blocks > BLOCKS_MAX) {
            throw new IllegalArgumentException("must be at most 8160 bytes: length=" + length);
        }
        ByteBuffer all = ByteBuffer.allocate(blocks * HmacKey.BYTES);
        byte[] block = {};
        for (int number = 1; number <= blocks; number++) {
            block = pseudoRandomKey.code(block, info, new byte[] {(byte) number});
            all.put(block);
        }
        return Arrays.copyOf(all.array(), length);
    }
}
