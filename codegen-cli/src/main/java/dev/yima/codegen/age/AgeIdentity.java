package dev.yima.codegen.age;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import dev.yima.codegen.files.OutsideText;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.SafeText;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An identity that opens files encrypted to it: secret keys, or a passphrase. */
public final class AgeIdentity {
    private static final int FILE_BYTES_MAX = 1 << 16;
    private static final String SECRET_KEY = "AGE-SECRET-KEY-1";

    private final List<RecipientStanzaReader> stanzas;

    private AgeIdentity(List<RecipientStanzaReader> stanzas) {
        this.stanzas = stanzas;
    }

    /**
     * Reads an identity file, as {@code codegen keygen} and {@code age-keygen} write it: a secret key a line, and
     * comments.
     *
     * @throws CommandFailed when it holds none or anything else
     */
    public static AgeIdentity in(Path file) {
        if (isSecretKey(file.toString())) {
            throw CommandFailed.usage("must be the file of a secret key, not the key itself: --identity");
        }
        List<RecipientStanzaReader> stanzas = new ArrayList<>();
        for (String line : lines(file)) {
            try {
                if (!line.startsWith(SECRET_KEY)) {
                    throw new GeneralSecurityException("no secret key");
                }
                stanzas.add(X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(line));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                throw CommandFailed.failed(file + ": must hold secret keys of age, " + SECRET_KEY + "…, one a line");
            }
        }
        if (stanzas.isEmpty()) {
            throw CommandFailed.failed(file + ": must hold a secret key of age");
        }
        return new AgeIdentity(List.copyOf(stanzas));
    }

    /** Whether a text holds a secret key, which must not be shown again. */
    public static boolean isSecretKey(String text) {
        return text.toUpperCase(Locale.ROOT).contains(SECRET_KEY);
    }

    /** The identity of a passphrase. */
    public static AgeIdentity ofPassphrase(char[] passphrase) {
        return new AgeIdentity(List.of(new ScryptStanzaReader(passphrase)));
    }

    /**
     * Decrypts a file.
     *
     * @return what fails with {@link IOException} where the file was cut off or changed
     * @throws CommandFailed when this identity does not open it, or it is no such file
     */
    public InputStream open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            return new Checked(Channels.newInputStream(
                    new StandardDecryptingChannelFactory().newDecryptingChannel(Channels.newChannel(in), stanzas)));
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            in.close();
            throw CommandFailed.failed(file + ": must be a whole file of age that this identity opens");
        }
    }

    private static List<String> lines(Path file) {
        return OutsideText.read(file, FILE_BYTES_MAX)
                .lines()
                .map(SafeText::stripped)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(line -> line.toUpperCase(Locale.ROOT))
                .toList();
    }

    /** Any exception of the decryption in the middle means the same: the file is not whole. */
    private static final class Checked extends FilterInputStream {
        Checked(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return super.read(bytes, offset, length);
            } catch (IOException | RuntimeException e) {
                throw new IOException("must be whole: it was cut off or changed", e);
            }
        }
    }
}
