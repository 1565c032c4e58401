package dev.yima.gateway.platform.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.yima.gateway.platform.config.StartException;
import dev.yima.gateway.platform.config.YimaConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key-encryption keys of the settings: {@code YIMA_KEK}, or its file, and {@code YIMA_KEK_PREVIOUS}. AES-256-GCM
 * with a random nonce. A key's id and the key that encrypts are both derived from it, so that neither tells it.
 */
@ApplicationScoped
public class ConfiguredKeys implements KeyEncryption {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final byte[] ID_LABEL = "yima/kek/id/1".getBytes(US_ASCII);
    private static final String SEAL_LABEL = "yima/kek/seal/1";

    private final SecureRandom random = new SecureRandom();
    private final Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
    private final String current;

    /**
     * Reads the keys, and makes the file of the first one when it is missing.
     *
     * @throws StartException when a key is malformed, or the first one missing, or its file cannot be read or made
     */
    @Inject
    ConfiguredKeys(YimaConfig config) {
        this(keys(config));
    }

    /** Keys of 32 bytes each: the one that seals, then those that still open. */
    public ConfiguredKeys(List<byte[]> all) {
        for (byte[] key : all) {
            Hkdf derived = new Hkdf(key);
            String id = HexFormat.of().formatHex(derived.expand(ID_LABEL, ID_LENGTH / 2));
            keys.put(id, new SecretKeySpec(derived.key(SEAL_LABEL), "AES"));
        }
        this.current = keys.keySet().iterator().next();
    }

    @Override
    public String current() {
        return current;
    }

    @Override
    public Set<String> live() {
        return keys.keySet();
    }

    @Override
    public byte[] wrap(byte[] context, byte[] secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] encrypted =
                    cipher(Cipher.ENCRYPT_MODE, current, nonce, context).doFinal(secret);
            return ByteBuffer.allocate(nonce.length + encrypted.length)
                    .put(nonce)
                    .put(encrypted)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    @Override
    public Optional<byte[]> unwrap(String key, byte[] context, byte[] wrapped) {
        if (!keys.containsKey(key) || wrapped.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
            return Optional.empty();
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(wrapped, NONCE_BYTES), context);
            return Optional.of(cipher.doFinal(wrapped, NONCE_BYTES, wrapped.length - NONCE_BYTES));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, String key, byte[] nonce, byte[] context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, keys.get(key), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context);
        return cipher;
    }

    private static List<byte[]> keys(YimaConfig config) {
        List<byte[]> keys = new ArrayList<>();
        keys.add(config.kek().map(text -> SecretText.decode(text, "YIMA_KEK")).orElseGet(() -> keyFile(config)));
        config.kekPrevious().stream()
                .flatMap(List::stream)
                .forEach(text -> keys.add(SecretText.decode(text, "YIMA_KEK_PREVIOUS")));
        return keys;
    }

    private static byte[] keyFile(YimaConfig config) {
        if (config.databaseUrl().isPresent()) {
            throw new StartException("YIMA_KEK must be set (32 bytes in base64) when YIMA_DATABASE_URL is");
        }
        Path file = config.home().resolve("kek");
        try {
            if (Files.notExists(file)) {
                byte[] fresh = new byte[SecretText.BYTES];
                new SecureRandom().nextBytes(fresh);
                SecretFile.write(file, Base64.getEncoder().encodeToString(fresh));
            }
            return SecretText.decode(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new StartException("cannot read or make the key-encryption key: " + file, e);
        }
    }
}
