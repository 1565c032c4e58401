package dev.yima.gateway.platform.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.yima.gateway.platform.config.StartException;
import dev.yima.gateway.platform.config.YimaConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Vault of the secrets in the database, sealed under one key-encryption key that the database never sees. AES-256-GCM
 * with a random nonce; purpose and owner are authenticated with the secret, so that it cannot be moved to another row.
 */
@ApplicationScoped
public class KeyVault {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String HMAC = "HmacSHA256";

    private final SecureRandom random = new SecureRandom();
    private final byte[] key;

    /**
     * Reads the key-encryption key from the setting or from its file, which it makes when it is missing.
     *
     * @throws StartException when the key is malformed, missing, or its file cannot be read or made
     */
    public KeyVault(YimaConfig config) {
        this.key = config.kek().isPresent() ? decode(config.kek().get(), "YIMA_KEK") : keyFile(config);
    }

    /** Fresh secret bytes. */
    public byte[] secret(int bytes) {
        byte[] secret = new byte[bytes];
        random.nextBytes(secret);
        return secret;
    }

    /**
     * Seals a secret.
     *
     * @param purpose the kind of the secret
     * @param owner the id of its owner
     * @param secret the bytes to seal
     * @return nonce and ciphertext
     */
    public byte[] seal(String purpose, UUID owner, byte[] secret) {
        byte[] nonce = secret(NONCE_BYTES);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, purpose, owner).doFinal(secret);
            return ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    /** Opens a secret; empty when it was sealed for another purpose or owner, or under another key. */
    public Optional<byte[]> open(String purpose, UUID owner, byte[] sealed) {
        if (sealed.length <= NONCE_BYTES) {
            return Optional.empty();
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE_BYTES), purpose, owner);
            return Optional.of(cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** A derived key for a purpose other than sealing, the same in every replica: HMAC-SHA256 of the label. */
    public byte[] derive(String label) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(label.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String purpose, UUID owner) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((purpose + ' ' + owner).getBytes(UTF_8));
        return cipher;
    }

    private byte[] keyFile(YimaConfig config) {
        if (config.databaseUrl().isPresent()) {
            throw new StartException("YIMA_KEK must be set (32 bytes in base64) when YIMA_DATABASE_URL is");
        }
        Path file = config.home().resolve("kek");
        try {
            if (Files.notExists(file)) {
                SecretFile.write(file, Base64.getEncoder().encodeToString(secret(KEY_BYTES)));
            }
            return decode(Files.readString(file).strip(), file.toString());
        } catch (IOException e) {
            throw new StartException("cannot read or make the key-encryption key: " + file, e);
        }
    }

    private static byte[] decode(String text, String source) {
        try {
            byte[] key = Base64.getDecoder().decode(text);
            if (key.length == KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            throw new StartException("must be 32 bytes in base64: " + source, e);
        }
        throw new StartException("must be 32 bytes in base64: " + source);
    }
}
