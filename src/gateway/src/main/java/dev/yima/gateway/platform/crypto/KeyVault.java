package dev.yima.gateway.platform.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * Vault of the secrets in the database, sealed under a key-encryption key that the database never sees. A sealed secret
 * is a format byte, the id of its key in 8 bytes, and what {@link KeyEncryption} made of it. Format, key, purpose and
 * owner are authenticated with the secret, so that it cannot be moved to another row or passed off as another key's.
 */
@ApplicationScoped
public class KeyVault {
    private static final byte FORMAT = 1;
    private static final int HEADER_BYTES = 1 + KeyEncryption.ID_LENGTH / 2;

    private final SecureRandom random = new SecureRandom();
    private final KeyEncryption keys;

    /** A vault with some keys. */
    public KeyVault(KeyEncryption keys) {
        this.keys = keys;
    }

    /** Fresh secret bytes. */
    public byte[] secret(int bytes) {
        byte[] secret = new byte[bytes];
        random.nextBytes(secret);
        return secret;
    }

    /**
     * Seals a secret under the current key.
     *
     * @param purpose the kind of the secret
     * @param owner the id of its owner
     * @param secret the bytes to seal
     */
    public byte[] seal(String purpose, UUID owner, byte[] secret) {
        byte[] header = header(keys.current());
        return concat(header, keys.wrap(context(header, purpose, owner), secret));
    }

    /** Opens a secret; empty when it was sealed for another purpose or owner, or under a key that is not live. */
    public Optional<byte[]> open(String purpose, UUID owner, byte[] sealed) {
        if (sealed.length <= HEADER_BYTES || sealed[0] != FORMAT) {
            return Optional.empty();
        }
        byte[] header = Arrays.copyOf(sealed, HEADER_BYTES);
        String key = HexFormat.of().formatHex(header, 1, HEADER_BYTES);
        return keys.unwrap(
                key, context(header, purpose, owner), Arrays.copyOfRange(sealed, HEADER_BYTES, sealed.length));
    }

    /** The first {@value #HEADER_BYTES} bytes of everything that a key sealed. */
    static byte[] header(String key) {
        return concat(new byte[] {FORMAT}, HexFormat.of().parseHex(key));
    }

    private static byte[] context(byte[] header, String purpose, UUID owner) {
        return concat(header, (purpose + ' ' + owner).getBytes(UTF_8));
    }

    private static byte[] concat(byte[] one, byte[] two) {
        return ByteBuffer.allocate(one.length + two.length).put(one).put(two).array();
    }
}
