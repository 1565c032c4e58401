package dev.yima.codegen.age;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.SCrypt;

/** Wraps a file's key with a passphrase: the {@code scrypt} stanza of age-encryption.org/v1. */
final class ScryptStanzaWriter implements RecipientStanzaWriter {
    static final String TYPE = "scrypt";

    /** The work factor: 64 MB, a fraction of a second. */
    static final int LOG_WORK = 16;

    private static final byte[] LABEL = "age-encryption.org/v1/scrypt".getBytes(US_ASCII);
    private static final int SALT_BYTES = 16;
    private static final int KEY_BYTES = 32;
    private static final int BLOCK_SIZE = 8;
    private static final int NONCE_BYTES = 12;

    private final byte[] passphrase;

    ScryptStanzaWriter(char[] passphrase) {
        this.passphrase = bytes(passphrase);
    }

    @Override
    public Iterable<RecipientStanza> getRecipientStanzas(FileKey fileKey) throws GeneralSecurityException {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        byte[] body = cipher(Cipher.ENCRYPT_MODE, passphrase, salt, LOG_WORK).doFinal(fileKey.getEncoded());
        String saltText = Base64.getEncoder().withoutPadding().encodeToString(salt);
        return List.of(new Stanza(List.of(saltText, Integer.toString(LOG_WORK)), body));
    }

    static byte[] bytes(char[] passphrase) {
        ByteBuffer bytes = UTF_8.encode(CharBuffer.wrap(passphrase));
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    static Cipher cipher(int mode, byte[] passphrase, byte[] salt, int logWork) throws GeneralSecurityException {
        byte[] labelled = ByteBuffer.allocate(LABEL.length + salt.length)
                .put(LABEL)
                .put(salt)
                .array();
        byte[] key = SCrypt.generate(passphrase, labelled, 1 << logWork, BLOCK_SIZE, 1, KEY_BYTES);
        Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
        cipher.init(mode, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(new byte[NONCE_BYTES]));
        return cipher;
    }

    private record Stanza(List<String> arguments, byte[] body) implements RecipientStanza {
        @Override
        public String getType() {
            return TYPE;
        }

        @Override
        public List<String> getArguments() {
            return arguments;
        }

        @Override
        public byte[] getBody() {
            return body.clone();
        }
    }
}
