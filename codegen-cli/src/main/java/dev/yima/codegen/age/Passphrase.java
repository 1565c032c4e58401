package dev.yima.codegen.age;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.yima.codegen.terminal.CommandFailed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Passphrases come from files: a command line can be seen by everybody on the machine. */
public final class Passphrase {
    /** Characters of the shortest. */
    public static final int LENGTH_MIN = 12;

    private static final int BYTES_MAX = 1_024;

    private Passphrase() {}

    /**
     * Reads the first line of a file.
     *
     * @throws CommandFailed when it cannot be read or is too short
     */
    public static char[] read(Path file) {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw CommandFailed.failed(file + ": must have at most " + BYTES_MAX + " bytes");
            }
            String text = UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            String line = text.lines().findFirst().orElse("");
            if (line.length() < LENGTH_MIN) {
                throw CommandFailed.failed(
                        file + ": must have at least " + LENGTH_MIN + " characters in its first line");
            }
            return line.toCharArray();
        } catch (IOException e) {
            throw CommandFailed.io("cannot read " + file, e);
        }
    }
}
