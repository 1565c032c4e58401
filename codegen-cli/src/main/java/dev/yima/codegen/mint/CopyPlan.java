package dev.yima.codegen.mint;

import dev.yima.codegen.age.AgeIdentity;
import dev.yima.codegen.age.AgeRecipient;
import dev.yima.codegen.folder.MintedFolder;
import dev.yima.codegen.server.CopyOrder;
import dev.yima.codegen.server.CopyOrder.Encryption;
import dev.yima.codegen.terminal.CommandFailed;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A copy that is to be written of every lot of an order.
 *
 * @param order the order that the server is told
 * @param recipient the recipient who can open it; null for everybody who has the file
 * @param passphrase the passphrase that opens it, where this run knows it
 */
record CopyPlan(
        CopyOrder order,
        @Nullable AgeRecipient recipient,
        @Nullable AgeIdentity passphrase) {
    /** The brand's own copy, which anybody can read. */
    static final CopyPlan PLAIN = new CopyPlan(new CopyOrder("", Encryption.NONE, 0, false), null, null);

    String fileName(String plain) {
        return recipient == null ? plain : plain + MintedFolder.ENCRYPTED;
    }

    /**
     * Makes sure that a file of a run before this one has the same passphrase, which no journal remembers.
     *
     * @throws CommandFailed when it has another
     */
    void requireSame(Path file) throws IOException {
        if (passphrase != null) {
            try {
                passphrase.open(file).close();
            } catch (CommandFailed e) {
                throw CommandFailed.failed("must be the passphrase of the run that was interrupted: "
                        + order.recipient() + "'s does not open " + file);
            }
        }
    }

    /** The stream between the rows and the disk; closing it leaves {@code out} open. */
    OutputStream seal(OutputStream out) throws IOException {
        OutputStream open = new Unclosed(out);
        return recipient == null ? open : recipient.seal(open);
    }

    /** A file is not closed before its checksum has been taken. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() {
            // Its owner closes it.
        }
    }
}
