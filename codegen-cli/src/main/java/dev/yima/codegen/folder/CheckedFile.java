package dev.yima.codegen.folder;

import dev.yima.codegen.files.OwnerOnly;
import dev.yima.codegen.files.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;

/**
 * A file that is written aside, under its name and {@value #ASIDE}, knows its SHA-256 so far, and gets its own name
 * when it is whole and on the disk: what has the name is never a part.
 */
public final class CheckedFile extends OutputStream {
    /** The ending of a file's name while it is being written. */
    public static final String ASIDE = ".part";

    private final Path file;
    private final Path aside;
    private final FileChannel channel;
    private final MessageDigest digest = Sha256.start();

    /** Begins the file anew, whatever a run that was interrupted left of it. */
    public CheckedFile(Path file) throws IOException {
        this.file = file;
        this.aside = file.resolveSibling(file.getFileName() + ASIDE);
        Files.deleteIfExists(aside);
        this.channel = OwnerOnly.makeFile(aside);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        digest.update(bytes, offset, length);
    }

    /** Forces the file to the disk, gives it its name and tells what the manifest says of it. */
    public Manifest.Entry seal(long rows) throws IOException {
        channel.force(true);
        channel.close();
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        return new Manifest.Entry(file.getFileName().toString(), Sha256.hex(digest.digest()), rows);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
