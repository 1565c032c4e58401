package dev.yima.codegen.table;

import dev.yima.codegen.files.OutsideText;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.SafeText;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The only reader of tables (RFC 4180), whoever wrote them: a field in quotes may hold separators, doubled quotes and
 * line ends. What separates fields is told by a first line {@code sep=;} or by the header: tabs if it has any, else
 * semicolons, else bars, else commas. Another of them in a row is a part of its field, as the comma in {@code 0,25;77}
 * is. Rows without anything in them are passed over, and so is what nobody sees at the ends of a field.
 */
public final class Table implements Closeable {
    /** Characters of the longest row. */
    static final int ROW_CHARS_MAX = 1 << 16;

    private static final String SEPARATORS = "\t;|,";

    /** A separator of what is no table but a list: no text has it. */
    private static final char NONE = '\u001F';

    private static final Pattern SEPARATOR_LINE = Pattern.compile("(?i)\"?sep=([^\"])\"?[;,\t ]*");

    private static final Pattern KEPT_AS_TEXT = Pattern.compile("=\"([^\"]*)\"");

    private final String name;
    private final BoundedReader text;
    private final CSVParser parser;
    private final Iterator<CSVRecord> rows;
    private final int linesBefore;
    private long lineEnd;
    private long line = 1;
    private int columns;

    private Table(String name, BoundedReader text, int linesBefore, char separator) throws IOException {
        this.name = name;
        this.text = text;
        this.linesBefore = linesBefore;
        this.lineEnd = linesBefore;
        this.parser = CSVParser.builder()
                .setReader(text)
                .setFormat(CSVFormat.RFC4180
                        .builder()
                        .setDelimiter(separator)
                        .setIgnoreEmptyLines(true)
                        .setIgnoreSurroundingSpaces(true)
                        .get())
                .get();
        this.rows = parser.iterator();
    }

    /**
     * Opens a table.
     *
     * @throws CommandFailed when it cannot be read
     */
    static Table open(Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw CommandFailed.failed(
                    "must be a file, not a " + (Files.isDirectory(file) ? "folder" : "pipe or a device") + ": " + file);
        }
        try {
            return open(file.toString(), Files.newInputStream(file));
        } catch (IOException e) {
            throw CommandFailed.io("cannot read " + file, e);
        }
    }

    /**
     * Opens a table.
     *
     * @param name what messages call it
     * @param in its bytes; closed with the table
     * @throws CommandFailed when it cannot be read
     */
    public static Table open(String name, InputStream in) {
        try {
            BoundedReader bounded = new BoundedReader(new BufferedReader(OutsideText.open(in)));
            int blank = bounded.skipBlankLines();
            String first = bounded.peekLine();
            Matcher told = SEPARATOR_LINE.matcher(first);
            if (told.matches()) {
                bounded.skipLine();
                return new Table(name, bounded, blank + 1, told.group(1).charAt(0));
            }
            return new Table(name, bounded, blank, separator(first));
        } catch (IOException e) {
            throw broken(name, 1, e);
        }
    }

    /**
     * The fields of the next row; empty at the end.
     *
     * @throws CommandFailed naming the line that is no row
     */
    public Optional<List<String>> next() {
        while (true) {
            text.startRow();
            try {
                if (!rows.hasNext()) {
                    return Optional.empty();
                }
            } catch (UncheckedIOException e) {
                throw broken(name, lineEnd + 1, Objects.requireNonNull(e.getCause()));
            }
            CSVRecord row = rows.next();
            place(row);
            List<String> fields = row.stream().map(Table::field).toList();
            if (!fields.stream().allMatch(String::isEmpty)) {
                requireColumns(fields);
                return Optional.of(fields);
            }
        }
    }

    /** The number of the line on which the row that was read last begins, from 1. */
    public long line() {
        return line;
    }

    /** The error of the row that was read last. */
    public CommandFailed broken(String rule) {
        return CommandFailed.failed(name + ", line " + line + ": " + rule);
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            // It was read; nothing can be lost.
            return;
        }
    }

    /** Excel's users write ="0012" to keep it from making a number of a text. */
    private static String field(String text) {
        Matcher kept = KEPT_AS_TEXT.matcher(SafeText.stripped(text));
        return kept.matches() ? SafeText.stripped(kept.group(1)) : SafeText.stripped(text);
    }

    /** The parser counts the lines that it has read; a row ends on the last of them. */
    private void place(CSVRecord row) {
        long within = row.stream()
                .mapToLong(field ->
                        field.chars().filter(character -> character == '\n').count())
                .sum();
        lineEnd = linesBefore + parser.getCurrentLineNumber();
        line = lineEnd - within;
    }

    private void requireColumns(List<String> fields) {
        if (columns == 0) {
            columns = fields.size();
        }
        if (fields.size() > columns) {
            throw broken("must have at most " + columns + " fields, as the first line has: " + fields.size());
        }
    }

    private static CommandFailed broken(String name, long line, IOException cause) {
        String rule = CommandFailed.reason(cause);
        if (cause instanceof CharacterCodingException) {
            rule = OutsideText.RULE;
        } else if (cause instanceof CSVException) {
            rule = "must have fields in quotes that end with a quote, and other quotes in them doubled";
        }
        return CommandFailed.failed(name + ", line " + line + ": " + rule);
    }

    private static char separator(String header) {
        for (char separator : SEPARATORS.toCharArray()) {
            boolean quoted = false;
            for (char character : header.toCharArray()) {
                quoted ^= character == '"';
                if (character == separator && !quoted) {
                    return separator;
                }
            }
        }
        return NONE;
    }

    /** Fails when a row has no end: what is open, or is no table, is not read into memory. */
    private static final class BoundedReader extends FilterReader {
        /** The parser reads ahead. */
        private static final int AHEAD_CHARS = 1 << 14;

        private int left;

        BoundedReader(Reader in) {
            super(in);
            startRow();
        }

        void startRow() {
            left = ROW_CHARS_MAX + AHEAD_CHARS;
        }

        @Override
        public int read(char[] characters, int offset, int length) throws IOException {
            int count = super.read(characters, offset, length);
            left -= Math.max(0, count);
            if (left < 0) {
                throw new IOException("must have at most " + ROW_CHARS_MAX + " characters");
            }
            return count;
        }

        int skipBlankLines() throws IOException {
            int count = 0;
            while (peekLine().isBlank() && skipLine()) {
                count++;
            }
            return count;
        }

        String peekLine() throws IOException {
            in.mark(ROW_CHARS_MAX);
            StringBuilder first = new StringBuilder();
            int character = in.read();
            while (first.length() < ROW_CHARS_MAX - 1 && character >= 0 && character != '\n' && character != '\r') {
                first.append((char) character);
                character = in.read();
            }
            in.reset();
            return first.toString();
        }

        /** Skips a line and its end; false at the end of the text. */
        boolean skipLine() throws IOException {
            int character = in.read();
            while (character >= 0 && character != '\n' && character != '\r') {
                character = in.read();
            }
            in.mark(1);
            if (character == '\r' && in.read() != '\n') {
                in.reset();
            }
            return character >= 0;
        }
    }
}
