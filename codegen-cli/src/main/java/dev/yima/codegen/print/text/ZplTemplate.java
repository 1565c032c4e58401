package dev.yima.codegen.print.text;

import dev.yima.codegen.terminal.CommandFailed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The ZPL of one label, as a printing house has it. */
public final class ZplTemplate {
    private static final int BYTES_MAX = 1 << 16;

    private ZplTemplate() {}

    /**
     * Reads a template.
     *
     * @throws CommandFailed when it is not one label with its symbol
     */
    public static String read(Path file) {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw CommandFailed.failed(file + ": must have at most " + BYTES_MAX + " bytes");
            }
            String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
            boolean label = text.startsWith("^XA") && text.endsWith("^XZ");
            if (!label || !text.contains("{qr}")) {
                throw CommandFailed.failed(file + ": must be one label, ^XA to ^XZ, with {qr} in it");
            }
            return text;
        } catch (IOException e) {
            throw CommandFailed.io("cannot read " + file, e);
        }
    }
}
