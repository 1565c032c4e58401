package dev.yima.gateway.platform.crypto;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** What is sealed names its key, and opens for nobody who has another. */
class KeyVaultTest {
    private static final UUID OWNER = new UUID(1, 2);
    private static final byte[] SECRET = "a secret".getBytes(UTF_8);
    private static final byte[] OLD = filled(1);
    private static final byte[] NEW = filled(2);

    @Test
    void anEarlierKeyStillOpensAndTheCurrentOneSeals() {
        byte[] sealed = vault(OLD).seal("test", OWNER, SECRET);
        KeyVault turned = vault(NEW, OLD);
        assertArrayEquals(SECRET, turned.open("test", OWNER, sealed).orElseThrow());
        assertEquals(Optional.empty(), vault(NEW).open("test", OWNER, sealed), "the old key was dropped");
        byte[] resealed = turned.seal("test", OWNER, SECRET);
        assertArrayEquals(SECRET, vault(NEW).open("test", OWNER, resealed).orElseThrow());
        assertNotEquals(keyOf(sealed), keyOf(resealed));
        assertEquals(new ConfiguredKeys(List.of(NEW)).current(), keyOf(resealed));
    }

    @Test
    void anotherPurposeOwnerOrByteOpensNothing() {
        KeyVault vault = vault(OLD);
        byte[] sealed = vault.seal("test", OWNER, SECRET);
        assertTrue(vault.open("test", OWNER, sealed).isPresent());
        assertEquals(Optional.empty(), vault.open("toast", OWNER, sealed));
        assertEquals(Optional.empty(), vault.open("test", new UUID(1, 3), sealed));
        for (int at = 0; at < sealed.length; at++) {
            byte[] changed = sealed.clone();
            changed[at]++;
            assertEquals(Optional.empty(), vault.open("test", OWNER, changed), "changed at " + at);
            assertEquals(Optional.empty(), vault.open("test", OWNER, Arrays.copyOf(sealed, at)), "cut at " + at);
        }
    }

    /** A key management service may know a key by several names: the name is authenticated all the same. */
    @Test
    void theNameOfTheKeyIsAuthenticated() {
        KeyVault vault = new KeyVault(new OneKey());
        byte[] sealed = vault.seal("test", OWNER, SECRET);
        assertTrue(vault.open("test", OWNER, sealed).isPresent());
        sealed[1]++;
        assertEquals(Optional.empty(), vault.open("test", OWNER, sealed));
    }

    @Test
    void theKeyItselfEncryptsNothing() throws GeneralSecurityException {
        byte[] sealed = vault(OLD).seal("test", OWNER, SECRET);
        byte[] context = (new String(Arrays.copyOf(sealed, 9), ISO_8859_1) + "test " + OWNER).getBytes(ISO_8859_1);
        assertArrayEquals(SECRET, decrypt(new Hkdf(OLD).key("yima/kek/seal/1"), context, sealed));
        assertThrows(AEADBadTagException.class, () -> decrypt(OLD, context, sealed));
    }

    private static byte[] decrypt(byte[] key, byte[] context, byte[] sealed) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(key, "AES"),
                new GCMParameterSpec(128, Arrays.copyOfRange(sealed, 9, 21)));
        cipher.updateAAD(context);
        return cipher.doFinal(sealed, 21, sealed.length - 21);
    }

    private static String keyOf(byte[] sealed) {
        return HexFormat.of().formatHex(sealed, 1, 9);
    }

    private static KeyVault vault(byte[]... keys) {
        return new KeyVault(new ConfiguredKeys(List.of(keys)));
    }

    private static byte[] filled(int value) {
        byte[] key = new byte[SecretText.BYTES];
        Arrays.fill(key, (byte) value);
        return key;
    }

    /** Opens with its only key, whatever it is called. */
    private static final class OneKey implements KeyEncryption {
        private final ConfiguredKeys keys = new ConfiguredKeys(List.of(OLD));

        @Override
        public String current() {
            return keys.current();
        }

        @Override
        public Set<String> live() {
            return keys.live();
        }

        @Override
        public byte[] wrap(byte[] context, byte[] secret) {
            return keys.wrap(context, secret);
        }

        @Override
        public Optional<byte[]> unwrap(String key, byte[] context, byte[] wrapped) {
            return keys.unwrap(keys.current(), context, wrapped);
        }
    }
}
