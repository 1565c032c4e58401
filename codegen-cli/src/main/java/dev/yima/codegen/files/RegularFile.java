package dev.yima.codegen.files;

import dev.yima.codegen.terminal.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** A file that has an end: what a folder of others names may be a link to a device, or a pipe that nobody writes to. */
public final class RegularFile {
    private RegularFile() {}

    /**
     * Refuses what is no regular file, or a larger one; links are followed.
     *
     * @throws IOException when it cannot be looked at, as when there is none
     * @throws CommandFailed when it is refused
     */
    public static void require(Path file, long bytesMax) throws IOException {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        if (!found.isRegularFile()) {
            throw CommandFailed.failed(file + ": must be a regular file");
        }
        if (found.size() > bytesMax) {
            throw CommandFailed.failed(file + ": must have at most " + bytesMax + " bytes");
        }
    }
}
