package dev.yima.gateway.platform.crypto;

import dev.yima.gateway.platform.config.StartException;
import java.util.Base64;

/** Reader of secrets from settings and files: 32 bytes in base64. */
public final class SecretText {
    /** The length of a secret, in bytes. */
    public static final int BYTES = 32;

    private SecretText() {}

    /**
     * Reads a secret.
     *
     * @param source where it stands, for the operator
     * @throws StartException when it is malformed; the text is not in the message
     */
    public static byte[] decode(String text, String source) {
        try {
            byte[] secret = Base64.getDecoder().decode(text.strip());
            if (secret.length == BYTES) {
                return secret;
            }
        } catch (IllegalArgumentException e) {
            throw new StartException("must be 32 bytes in base64: " + source, e);
        }
        throw new StartException("must be 32 bytes in base64: " + source);
    }
}
