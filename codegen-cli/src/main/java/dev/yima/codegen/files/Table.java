package dev.yima.codegen.files;

import dev.yima.codegen.terminal.CommandFailed;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A table that somebody else made: UTF-8, a row a line, its fields separated by commas, semicolons or tabs, with or
 * without quotes around them; a byte-order mark and blank lines are passed over.
 */
final class Table implements Closeable {
    private static final Pattern SEPARATOR = Pattern.compile("[,;\t]");
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private final Lines lines;
    private boolean begun;

    private Table(Path file, Lines lines) {
        this.file = file;
        this.lines = lines;
    }

    /**
     * Opens a table.
     *
     * @throws CommandFailed when it cannot be read
     */
    static Table open(Path file) {
        try {
            return new Table(file, new Lines(Files.newInputStream(file)));
        } catch (IOException e) {
            throw CommandFailed.io("cannot read " + file, e);
        }
    }

    /**
     * The fields of the next row; empty at the end.
     *
     * @throws CommandFailed naming the line that is not text
     */
    Optional<List<String>> next() {
        Optional<String> line = text();
        while (line.isPresent() && line.get().isBlank()) {
            line = text();
        }
        return line.map(text ->
                Arrays.stream(SEPARATOR.split(text, -1)).map(Table::unquoted).toList());
    }

    /** The number of the line that was read last, from 1. */
    long line() {
        return lines.number();
    }

    /** What is wrong with the line that was read last. */
    CommandFailed broken(String rule) {
        return CommandFailed.failed(file + ", line " + lines.number() + ": " + rule);
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            // It was read; nothing can be lost.
            return;
        }
    }

    private Optional<String> text() {
        try {
            Optional<String> line = lines.next();
            boolean first = !begun;
            begun = true;
            return line.map(text -> first && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            throw broken("must be UTF-8 text");
        } catch (IOException e) {
            throw broken(CommandFailed.reason(e));
        }
    }

    private static String unquoted(String field) {
        String text = field.strip();
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1).strip() : text;
    }
}
