package dev.yima.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The root secret of one brand, from which the key of each of its lots is derived. Never leaves the server. */
public final class BrandKey {
    /** Bytes of a brand key. */
    public static final int BYTES = 32;

    private static final String HMAC = "HmacSHA256";
    private static final byte[] LOT_INFO = "yima/lot/1".getBytes(US_ASCII);
    private static final byte[] MANIFEST_INFO = "yima/manifest/1".getBytes(US_ASCII);

    private final byte[] secret;

    private BrandKey(byte[] secret) {
        this.secret = secret;
    }

    /**
     * Takes a copy of a secret.
     *
     * @throws IllegalArgumentException when it has not {@link #BYTES} bytes
     */
    public static BrandKey of(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("must have " + BYTES + " bytes: brand key has " + secret.length);
        }
        return new BrandKey(secret.clone());
    }

    /**
     * Derives the key of a lot: HKDF-SHA256 (RFC 5869) without salt, info {@code "yima/lot/1"} and the lot number as
     * four big-endian bytes, 32 bytes long. The output is one block, so expansion is a single HMAC.
     */
    public LotKey lotKey(LotNumber lot) {
        byte[] pseudoRandomKey = hmac(new byte[BYTES], secret);
        byte[] info = ByteBuffer.allocate(LOT_INFO.length + Integer.BYTES + 1)
                .put(LOT_INFO)
                .putInt(lot.value())
                .put((byte) 1)
                .array();
        byte[] key = hmac(pseudoRandomKey, info);
        Arrays.fill(pseudoRandomKey, (byte) 0);
        return LotKey.of(key);
    }

    /** Derives the key that signs the brand's manifests: as a lot key, with info {@code "yima/manifest/1"}. */
    public ManifestKey manifestKey() {
        byte[] pseudoRandomKey = hmac(new byte[BYTES], secret);
        byte[] info = Arrays.copyOf(MANIFEST_INFO, MANIFEST_INFO.length + 1);
        info[MANIFEST_INFO.length] = 1;
        byte[] seed = hmac(pseudoRandomKey, info);
        Arrays.fill(pseudoRandomKey, (byte) 0);
        return ManifestKey.of(seed);
    }

    @Override
    public String toString() {
        return "BrandKey[secret]";
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }
}
