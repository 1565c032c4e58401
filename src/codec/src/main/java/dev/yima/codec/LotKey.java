package dev.yima.codec;

import java.util.Arrays;

/**
 * The secret of one lot: whoever holds it can mint and open the codes of that lot, and of no other.
 */
public final class LotKey {
    /** Bytes of a lot key: 16 for the tag, then 16 for hiding the serial. */
    public static final int BYTES = 32;

    private static final int HALF = BYTES / 2;

    private final byte[] secret;

    private LotKey(byte[] secret) {
        this.secret = secret;
    }

    /**
     * Takes a copy of a secret.
     *
     * @throws IllegalArgumentException when it has not {@link #BYTES} bytes
     */
    public static LotKey of(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("must have " + BYTES + " bytes: lot key has " + secret.length);
        }
        return new LotKey(secret.clone());
    }

    /** A copy of the secret, for handing it to those who mint. */
    public byte[] bytes() {
        return secret.clone();
    }

    byte[] tagKey() {
        return Arrays.copyOfRange(secret, 0, HALF);
    }

    byte[] hideKey() {
        return Arrays.copyOfRange(secret, HALF, BYTES);
    }

    @Override
    public String toString() {
        return "LotKey[secret]";
    }
}
