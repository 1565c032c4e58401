package dev.yima.embedded;

import dev.yima.embedded.process.LocalServersException;
import dev.yima.embedded.process.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The right to use a home: held by one service at a time, and gone with its JVM however that ends.
 *
 * <p>A file lock alone is not enough: it belongs to the whole JVM, and closing <em>any</em> channel on the file drops
 * it. So the JVM remembers its homes in its system properties, which all class loaders share, and never opens the file
 * of a home that it holds.
 */
final class HomeLock implements AutoCloseable {
    private static final String PROPERTY_PREFIX = "dev.yima.home.";

    private final String property;
    private final FileChannel channel;

    private HomeLock(String property, FileChannel channel) {
        this.property = property;
        this.channel = channel;
    }

    /** Takes the home, or says at once who has it. */
    static HomeLock take(Path home) {
        String property = PROPERTY_PREFIX + home;
        long pid = ProcessHandle.current().pid();
        if (System.getProperties().putIfAbsent(property, Long.toString(pid)) != null) {
            throw inUse(home, Long.toString(pid));
        }
        try {
            return new HomeLock(property, lockedChannel(home, pid));
        } catch (IOException e) {
            System.clearProperty(property);
            throw PrivateFiles.notWritable(home, e);
        } catch (LocalServersException e) {
            System.clearProperty(property);
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            System.clearProperty(property);
        }
    }

    private static FileChannel lockedChannel(Path home, long pid) throws IOException {
        Path file = home.resolve("servers.lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            @Nullable FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(home, Files.readString(file).strip());
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(Long.toString(pid).getBytes(StandardCharsets.US_ASCII)));
            return channel;
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    private static LocalServersException inUse(Path home, String holder) {
        return new LocalServersException("must be used by one service at a time: home=" + home
                + " is in use by process " + (holder.isEmpty() ? "unknown" : holder));
    }
}
