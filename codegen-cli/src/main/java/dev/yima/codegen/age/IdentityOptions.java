package dev.yima.codegen.age;

import dev.yima.codegen.folder.MintedFolder;
import dev.yima.codegen.terminal.CommandFailed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of verbs that read files which may be encrypted. */
public final class IdentityOptions {
    @Option(
            names = {"-i", "--identity"},
            paramLabel = "FILE",
            description = "The secret key that opens encrypted files, as 'codegen keygen' or age-keygen wrote it.")
    private @Nullable Path identity;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "A file whose first line is the passphrase that opens encrypted files.")
    private @Nullable Path passphraseFile;

    private @Nullable AgeIdentity opened;

    /** Whether files that are encrypted can be opened. */
    public boolean given() {
        return identity != null || passphraseFile != null;
    }

    /**
     * Opens a file as what it says: an encrypted one is decrypted.
     *
     * @throws CommandFailed when it is encrypted and cannot be opened
     * @throws IOException when it cannot be read
     */
    public InputStream open(Path file) throws IOException {
        if (!MintedFolder.isEncrypted(file)) {
            return Files.newInputStream(file);
        }
        if (opened == null) {
            opened = identity();
        }
        return opened.open(file);
    }

    private AgeIdentity identity() {
        if (identity != null && passphraseFile != null) {
            throw CommandFailed.usage("must be given one of them, and not both: --identity and --passphrase-file");
        }
        if (identity != null) {
            return AgeIdentity.in(identity);
        }
        if (passphraseFile != null) {
            return AgeIdentity.ofPassphrase(Passphrase.read(passphraseFile));
        }
        throw CommandFailed.failed("must have what opens encrypted files: --identity or --passphrase-file");
    }
}
