package dev.yima.codegen.files;

import dev.yima.codegen.terminal.CommandFailed;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Makes files and folders that only their owner can open, where the system has such a thing: a code is money. */
public final class OwnerOnly {
    private static final String FOLDER_MODE = "rwx------";
    private static final String FILE_MODE = "rw-------";
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private OwnerOnly() {}

    /**
     * Refuses the empty name, which means the folder that one stands in: it comes from a variable that is not set.
     *
     * @throws CommandFailed when it is empty
     */
    public static void mustBeNamed(Path out) {
        if (out.toString().isBlank()) {
            throw CommandFailed.usage("must have a name: --out=" + out);
        }
    }

    public static void makeFolder(Path folder) throws IOException {
        Files.createDirectory(folder, mode(FOLDER_MODE));
    }

    public static void closeFolder(Path folder) throws IOException {
        if (POSIX) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(FOLDER_MODE));
        }
    }

    /** A new file that only its owner can read or write. */
    public static FileChannel makeFile(Path file) throws IOException {
        return FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode(FILE_MODE));
    }

    private static FileAttribute<?>[] mode(String mode) {
        return POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }
}
