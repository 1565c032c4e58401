package dev.yima.codegen.mint;

import dev.yima.codegen.age.AgeRecipient;
import dev.yima.codegen.files.MintedFolder;
import dev.yima.codegen.server.CopyOrder;
import dev.yima.codegen.server.CopyOrder.Encryption;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A copy that is to be written of every lot of an order.
 *
 * @param order what the server is told of it
 * @param recipient who can open it; null for everybody who has the file
 */
record Copy(CopyOrder order, @Nullable AgeRecipient recipient) {
    /** The brand's own copy, which anybody can read. */
    static final Copy PLAIN = new Copy(new CopyOrder("", Encryption.NONE, 0, false), null);

    String fileName(String plain) {
        return recipient == null ? plain : plain + MintedFolder.ENCRYPTED;
    }

    /** What stands between the rows and the disk; closing it leaves {@code out} open. */
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
