package dev.yima.codegen.table;

import dev.yima.codegen.terminal.CommandFailed;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A table that somebody else made: UTF-8, a row a line, with or without quotes around fields; a byte-order mark and
 * blank lines are passed over. What separates fields is told by the first line: tabs if it has any, else semicolons,
 * else commas. Another of them in a row is a part of its field, as the comma in {@code 0,25;77} is.
 */
final class Table implements Closeable {
    private static final char[] SEPARATORS = {'\t', ';', ','};
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private final Lines lines;
    private boolean begun;
    private char separator;
    private int columns;

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
        return line.map(this::fields);
    }

    /** The number of the line that was read last, from 1. */
    long line() {
        return lines.number();
    }

    /** The error of the line that was read last. */
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

    private List<String> fields(String line) {
        boolean header = columns == 0;
        if (header) {
            separator = separator(line);
        }
        List<String> fields =
                Fields.of(line, separator).stream().map(String::strip).toList();
        if (header) {
            columns = fields.size();
        } else if (fields.size() > columns) {
            throw broken("must have at most " + columns + " fields, as the first line has: " + fields.size());
        }
        return fields;
    }

    private static char separator(String line) {
        for (char separator : SEPARATORS) {
            if (Fields.of(line, separator).size() > 1) {
                return separator;
            }
        }
        // A plain list: no line can be split.
        return '\n';
    }
}
