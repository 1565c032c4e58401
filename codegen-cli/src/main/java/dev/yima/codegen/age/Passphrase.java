package dev.yima.codegen.age;

import dev.yima.codegen.files.OutsideText;
import dev.yima.codegen.terminal.CommandFailed;
import java.nio.file.Path;

/** Passphrases come from files: a command line can be seen by everybody on the machine. */
public final class Passphrase {
    /** Characters of the shortest. */
    public static final int LENGTH_MIN = 12;

    private static final int BYTES_MAX = 1_024;

    private Passphrase() {}

    /**
     * Reads the first line of a file. The same words are the same passphrase, however an editor encodes them.
     *
     * @throws CommandFailed when it cannot be read or is too short
     */
    public static char[] read(Path file) {
        String line = OutsideText.read(file, BYTES_MAX).lines().findFirst().orElse("");
        if (line.length() < LENGTH_MIN) {
            throw CommandFailed.failed(file + ": must have at least " + LENGTH_MIN + " characters in its first line");
        }
        return line.toCharArray();
    }
}
