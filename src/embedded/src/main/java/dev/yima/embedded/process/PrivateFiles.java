package dev.yima.embedded.process;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Directories and files that only their owner can read. */
public final class PrivateFiles {
    public static final Set<PosixFilePermission> OWNER_RWX = PosixFilePermissions.fromString("rwx------");
    public static final Set<PosixFilePermission> OWNER_RW = PosixFilePermissions.fromString("rw-------");

    private static final int SECRET_BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private PrivateFiles() {}

    /**
     * Makes the home if it is missing, and follows its links. A home that exists keeps its mode: it may be shared with
     * other things, and what lies in it is closed by itself.
     */
    public static Path home(Path home) {
        try {
            Files.createDirectories(home, mode(home, OWNER_RWX));
            if (!Files.isWritable(home)) {
                throw new IOException("no permission to write");
            }
            return home.toRealPath();
        } catch (IOException e) {
            throw notWritable(home, e);
        }
    }

    public static LocalServersException notWritable(Path home, IOException cause) {
        return new LocalServersException(
                "must be a directory that this user can write to: home=" + home + " (" + cause + ")", cause);
    }

    /** Makes a directory if it is missing, and closes it to everyone else. */
    public static Path directory(Path directory) throws IOException {
        Files.createDirectories(directory, mode(directory, OWNER_RWX));
        restrict(directory, OWNER_RWX);
        return directory;
    }

    /** Writes a file in one step: it is there as a whole, with mode 0600, or as it was. */
    public static void write(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, mode(fresh, OWNER_RW));
        Files.writeString(fresh, text, StandardOpenOption.WRITE);
        move(fresh, file);
    }

    public static Optional<String> read(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** A fresh password of symbols that need no quoting in a URL, in SQL or in a configuration file. */
    public static String newSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    public static void restrict(Path path, Set<PosixFilePermission> permissions) throws IOException {
        if (isPosix(path)) {
            Files.setPosixFilePermissions(path, permissions);
        }
    }

    public static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Keeps the log of the run before, and no older one. */
    public static Path freshLog(Path log) throws IOException {
        if (Files.exists(log)) {
            move(log, log.resolveSibling(log.getFileName() + ".1"));
        }
        return log;
    }

    /** Deletes the entries of a directory whose names start so, except one; what another process holds may stay. */
    public static void sweep(Path directory, String namePrefix, Path kept) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            List<Path> stale = entries.filter(
                            entry -> entry.getFileName().toString().startsWith(namePrefix))
                    .filter(entry -> !entry.equals(kept))
                    .toList();
            for (Path entry : stale) {
                deleteTree(entry);
            }
        }
    }

    private static void deleteTree(Path top) throws IOException {
        try (Stream<Path> paths = Files.walk(top)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static FileAttribute<?>[] mode(Path path, Set<PosixFilePermission> permissions) {
        return isPosix(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
