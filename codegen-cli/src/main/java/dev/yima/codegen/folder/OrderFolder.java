package dev.yima.codegen.folder;

import dev.yima.codegen.files.OwnerOnly;
import dev.yima.codegen.terminal.CommandFailed;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of an order that is being minted. While it is, a journal lies in it; whoever finds one there can go on.
 * Each file gets its name when it is whole, and the manifests theirs when everything else is, so a folder that has
 * its manifest is whole, whenever the process died.
 */
public final class OrderFolder implements Closeable {
    /** The journal of an order that is under way. */
    public static final String JOURNAL = ".order.json";

    private static final String LOCK = ".lock";
    private static final int JOURNAL_BYTES_MAX = 1 << 22;

    private final Path folder;
    private final boolean made;
    private final Optional<byte[]> journal;
    private final FileChannel lockFile;
    private boolean worthKeeping;

    private OrderFolder(Path folder, boolean made, Optional<byte[]> journal, FileChannel lockFile) {
        this.folder = folder;
        this.made = made;
        this.journal = journal;
        this.lockFile = lockFile;
        this.worthKeeping = journal.isPresent();
    }

    /**
     * Takes a folder that does not exist yet, is empty, or holds an order that was interrupted.
     *
     * @throws CommandFailed when it holds anything else, is in use, or cannot be written to
     */
    public static OrderFolder open(Path folder) {
        OwnerOnly.mustBeNamed(folder);
        try {
            boolean exists = Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
            if (exists && !Files.isDirectory(folder)) {
                throw mustBeEmpty(folder);
            }
            if (!exists) {
                makeFolders(folder);
            }
            FileChannel held = lock(folder);
            try {
                return opened(folder, !exists, held);
            } catch (IOException | CommandFailed e) {
                unlock(folder, held);
                throw e;
            }
        } catch (IOException e) {
            throw CommandFailed.io("cannot write to --out=" + folder, e);
        }
    }

    /** Looks into a folder that is locked: before, another run could begin or finish an order there meanwhile. */
    private static OrderFolder opened(Path folder, boolean made, FileChannel lockFile) throws IOException {
        Optional<byte[]> journal = journal(folder);
        if (journal.isEmpty() && !isEmptyFolder(folder)) {
            throw isFinished(folder) ? finished(folder) : mustBeEmpty(folder);
        }
        OwnerOnly.closeFolder(folder);
        return new OrderFolder(folder, made, journal, lockFile);
    }

    private static boolean isFinished(Path folder) {
        return Files.exists(folder.resolve(Manifest.NAME)) || Files.exists(folder.resolve(OrderFile.NAME));
    }

    private static CommandFailed finished(Path folder) {
        return CommandFailed.failed("the order there is finished, and nothing was made: --out=" + folder
                + "; 'codegen verify " + folder + "' checks it, 'codegen print' prints it, and a further order goes to"
                + " another folder");
    }

    private static CommandFailed mustBeEmpty(Path folder) {
        return CommandFailed.failed("must not exist or be an empty directory: --out=" + folder);
    }

    /** The plan of an interrupted run; empty when this is a new order. */
    public Optional<byte[]> journal() {
        return journal;
    }

    /** Writes down what is to be made, before anybody is asked for anything. */
    public void begin(byte[] plan) throws IOException {
        write(JOURNAL, plan);
    }

    /** From now on the folder stays when it is closed: the server has made something that it belongs to. */
    public void keep() {
        worthKeeping = true;
    }

    /** The path of a file, present or future. */
    public Path place(String name) {
        return folder.resolve(name);
    }

    /** A folder inside, which may be there already. */
    public Path makeFolder(String name) throws IOException {
        Path inner = folder.resolve(name);
        if (!Files.isDirectory(inner)) {
            OwnerOnly.makeFolder(inner);
        }
        return inner;
    }

    /** Writes a small file, aside first. */
    public void write(String name, byte[] content) throws IOException {
        try (CheckedFile file = new CheckedFile(place(name))) {
            file.write(content);
            file.seal(0);
        }
    }

    /** The order is whole: the journal goes. */
    public void finish() throws IOException {
        force(folder);
        Files.delete(place(JOURNAL));
        worthKeeping = true;
    }

    /** Makes the names in a folder last, where the system can. */
    public static void force(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Not every system lets a folder be forced; the files themselves have been.
            return;
        }
    }

    @Override
    public void close() {
        try {
            if (!worthKeeping) {
                Files.deleteIfExists(place(JOURNAL));
                Files.deleteIfExists(place(JOURNAL + CheckedFile.ASIDE));
            }
            unlock(folder, lockFile);
            if (!worthKeeping && made) {
                Files.delete(folder);
            }
        } catch (IOException e) {
            // What cannot be removed is a journal without an order; the next run takes it over.
            return;
        }
    }

    private static Optional<byte[]> journal(Path folder) throws IOException {
        Path file = folder.resolve(JOURNAL);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > JOURNAL_BYTES_MAX) {
            return Optional.empty();
        }
        return Optional.of(Files.readAllBytes(file));
    }

    private static FileChannel lock(Path folder) throws IOException {
        Path file = folder.resolve(LOCK);
        Object identity = identity(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        try {
            FileLock held = channel.tryLock();
            // Whoever held it before has taken the file away: a lock on a file without a name keeps nobody out.
            if (held != null && Files.exists(file) && Objects.equals(identity, identity(file))) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // Said below, as for another process.
        }
        channel.close();
        throw CommandFailed.failed("must not be in use by another run: --out=" + folder);
    }

    /**
     * Which file a name means now, made if there was none. It must not be opened to find out: whoever closes any
     * channel of a file gives up every lock that their process has on it (POSIX).
     */
    private static @Nullable Object identity(Path file) throws IOException {
        try {
            OwnerOnly.makeFile(file).close();
        } catch (FileAlreadyExistsException e) {
            // One that was left behind, or another run's.
        }
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    private static void unlock(Path folder, FileChannel held) throws IOException {
        Files.deleteIfExists(folder.resolve(LOCK));
        held.close();
    }

    private static void makeFolders(Path folder) throws IOException {
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        OwnerOnly.makeFolder(folder);
    }

    private static boolean isEmptyFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> String.valueOf(entry.getFileName()))
                    .allMatch(name -> name.equals(LOCK) || name.equals(JOURNAL + CheckedFile.ASIDE));
        }
    }
}
