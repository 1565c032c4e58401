package dev.yima.gateway.platform.crypto;

import java.util.Optional;
import java.util.Set;

/**
 * The key-encryption keys that are live: one that seals, and those before it that still open. Known by the environment
 * or a file; a key management service would be another implementation.
 *
 * <p>Thread-safe, and answers from memory: it is asked on event loops. What has to ask a service outside fetches the
 * keys when it is made.
 */
public interface KeyEncryption {
    /** The length of a key's id, in hexadecimal digits. */
    int ID_LENGTH = 16;

    /** The id of the key that seals, {@value #ID_LENGTH} hexadecimal digits. */
    String current();

    /** The ids of all keys that open, the current one among them. */
    Set<String> live();

    /**
     * Encrypts under the current key.
     *
     * @param context bytes that are authenticated with the secret, and not kept
     * @param secret the bytes to encrypt
     */
    byte[] wrap(byte[] context, byte[] secret);

    /** Decrypts; empty when the key is not live, or when key, context and bytes do not belong together. */
    Optional<byte[]> unwrap(String key, byte[] context, byte[] wrapped);
}
