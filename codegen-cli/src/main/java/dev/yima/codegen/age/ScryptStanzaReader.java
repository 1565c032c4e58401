package dev.yima.codegen.age;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;

/** Unwraps a file's key with a passphrase. */
final class ScryptStanzaReader implements RecipientStanzaReader {
    /** 512 MB: a file that wants more than that wants to hurt. */
    private static final int LOG_WORK_MAX = 19;

    private static final int ARGUMENTS = 2;

    private final byte[] passphrase;

    ScryptStanzaReader(char[] passphrase) {
        this.passphrase = ScryptStanzaWriter.bytes(passphrase);
    }

    @Override
    public FileKey getFileKey(Iterable<RecipientStanza> stanzas) throws GeneralSecurityException {
        for (RecipientStanza stanza : stanzas) {
            List<String> arguments = stanza.getArguments();
            if (stanza.getType().equals(ScryptStanzaWriter.TYPE) && arguments.size() == ARGUMENTS) {
                return fileKey(arguments, stanza.getBody());
            }
        }
        throw new GeneralSecurityException("must be encrypted with a passphrase");
    }

    private FileKey fileKey(List<String> arguments, byte[] body) throws GeneralSecurityException {
        if (!arguments.get(1).matches("[1-9][0-9]?") || Integer.parseInt(arguments.get(1)) > LOG_WORK_MAX) {
            throw new GeneralSecurityException("must have a work factor up to " + LOG_WORK_MAX);
        }
        byte[] salt = Base64.getDecoder().decode(arguments.get(0));
        int logWork = Integer.parseInt(arguments.get(1));
        return new FileKey(ScryptStanzaWriter.cipher(Cipher.DECRYPT_MODE, passphrase, salt, logWork)
                .doFinal(body));
    }
}
