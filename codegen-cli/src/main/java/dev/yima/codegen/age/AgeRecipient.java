package dev.yima.codegen.age;

import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import dev.yima.codegen.terminal.CommandFailed;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.security.GeneralSecurityException;
import java.util.List;

/** A recipient of encrypted files: the holder of a key, or of a passphrase. */
public final class AgeRecipient {
    private final RecipientStanzaWriter stanza;

    private AgeRecipient(RecipientStanzaWriter stanza) {
        this.stanza = stanza;
    }

    /**
     * The holder of the identity of a public key.
     *
     * @param publicKey {@code age1…}
     * @throws CommandFailed when it is no such key
     */
    public static AgeRecipient ofKey(String publicKey) {
        try {
            return new AgeRecipient(X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(publicKey));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw CommandFailed.usage(
                    "must be a public key of age, age1 and 58 more symbols: --recipient=" + publicKey);
        }
    }

    /** The recipient who knows a passphrase. */
    public static AgeRecipient ofPassphrase(char[] passphrase) {
        return new AgeRecipient(new ScryptStanzaWriter(passphrase));
    }

    /** Encrypts what is written; closing it finishes the file and closes {@code out}. */
    public OutputStream seal(OutputStream out) throws IOException {
        try {
            return Channels.newOutputStream(new StandardEncryptingChannelFactory()
                    .newEncryptingChannel(Channels.newChannel(out), List.of(stanza)));
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot encrypt", e);
        }
    }
}
