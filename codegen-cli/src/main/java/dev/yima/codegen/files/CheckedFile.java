package dev.yima.codegen.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;

/** A file being written that knows its SHA-256 so far and is on the disk when it is closed. */
public final class CheckedFile extends OutputStream {
    private final String name;
    private final FileChannel channel;
    private final MessageDigest digest = Sha256.start();

    CheckedFile(String name, FileChannel channel) {
        this.name = name;
        this.channel = channel;
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

    /** Forces the file to the disk and tells what the manifest says of it; nothing may be written after that. */
    public Manifest.Entry seal(long rows) throws IOException {
        channel.force(true);
        return new Manifest.Entry(name, Sha256.hex(digest.digest()), rows);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
