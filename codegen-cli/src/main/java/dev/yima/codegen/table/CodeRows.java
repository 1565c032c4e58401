package dev.yima.codegen.table;

import dev.yima.codec.Code;
import dev.yima.codec.CodeReader;
import dev.yima.codec.CodeReading.Wellformed;
import dev.yima.codec.CodeUrl;
import dev.yima.codec.LotCodec;
import dev.yima.codegen.folder.Manifest;
import dev.yima.codegen.terminal.CommandFailed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The rows of codes files, in order, each checked: serial, code and URL must be what they claim to be. Columns are
 * found by the header's names; others are passed over.
 */
public final class CodeRows implements RowSource {
    /** Opens a file of codes, and decrypts it if need be. */
    @FunctionalInterface
    public interface Opener {
        /**
         * Opens a file.
         *
         * @throws IOException when it cannot be read
         */
        InputStream open(Path file) throws IOException;
    }

    /** The prefix of a row whose code is not to be printed on goods. */
    public static final byte MARK = '#';

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final Pattern SERIAL = Pattern.compile("[0-9]{1,8}");

    private final Opener opener;
    private final Deque<Path> toCome;
    private final Predicate<Code> accepted;
    private final String refusal;
    private Predicate<String> acceptedBase = base -> true;
    private String baseRule = "";
    private boolean withMarked;
    private Path file = Path.of("");
    private Lines lines = new Lines(InputStream.nullInputStream());
    private int serialColumn;
    private int codeColumn;
    private int urlColumn;
    private int columns;

    private CodeRows(List<Path> files, Opener opener, Predicate<Code> accepted, String refusal) {
        this.opener = opener;
        this.toCome = new ArrayDeque<>(files);
        this.accepted = accepted;
        this.refusal = refusal;
        openNext();
    }

    /** Opens a file that nothing vouches for: besides each row, it is checked that no code stands twice. */
    public static CodeRows ofUnknown(Path file, Opener opener) {
        SeenCodes seen = new SeenCodes();
        return new CodeRows(List.of(file), opener, seen::add, "must not name a code twice");
    }

    /** Opens the codes of a folder that was held against its manifest; their URLs must be under its address. */
    public static CodeRows ofMinted(Path folder, Manifest manifest, Opener opener) {
        CodeRows rows = new CodeRows(
                manifest.entries().stream()
                        .map(entry -> folder.resolve(entry.name()))
                        .toList(),
                opener,
                code -> code.lot().equals(manifest.lot()),
                "must be a code of lot " + manifest.lot());
        return manifest.urlBase().isEmpty()
                ? rows
                : rows.printedUnder(manifest.urlBase()::equalsIgnoreCase, "must be under " + manifest.urlBase());
    }

    /**
     * From now on refuses URLs whose scheme and host break a rule.
     *
     * @param base the rule
     * @param rule the same in words: must be so
     */
    public CodeRows printedUnder(Predicate<String> base, String rule) {
        acceptedBase = base;
        baseRule = rule;
        return this;
    }

    /** From now on gives rows that are not to be printed, too. */
    public CodeRows withMarked() {
        withMarked = true;
        return this;
    }

    private void openNext() {
        file = toCome.remove();
        try {
            lines.close();
            lines = new Lines(opener.open(file));
            try {
                readHeader();
            } catch (CommandFailed e) {
                lines.close();
                throw e;
            }
        } catch (IOException e) {
            throw CommandFailed.io("cannot read " + file, e);
        }
    }

    /**
     * The next rows, at most {@code countMax}; none at the end of the file.
     *
     * @throws CommandFailed naming the line that breaks a rule
     */
    @Override
    public List<CodeRow> next(int countMax) {
        List<CodeRow> rows = new ArrayList<>();
        while (rows.size() < countMax) {
            Optional<String> line = line();
            if (line.isEmpty() && toCome.isEmpty()) {
                break;
            }
            if (line.isEmpty()) {
                openNext();
            } else if (!line.get().isBlank()) {
                CodeRow row = row(line.get());
                if (!row.marked() || withMarked) {
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private Optional<String> line() {
        try {
            return lines.next();
        } catch (CharacterCodingException e) {
            throw broken("must be UTF-8 text");
        } catch (IOException e) {
            throw broken(CommandFailed.reason(e));
        }
    }

    private void readHeader() {
        String header = line().orElse("");
        List<String> names = Fields.of(header.startsWith(BYTE_ORDER_MARK) ? header.substring(1) : header, ',').stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
        columns = names.size();
        serialColumn = column(names, "serial");
        codeColumn = column(names, "code");
        urlColumn = column(names, "url");
    }

    private int column(List<String> names, String name) {
        int column = names.indexOf(name);
        if (column < 0 || column != names.lastIndexOf(name)) {
            throw broken("the header must name the columns serial, code and url, once each");
        }
        return column;
    }

    private CodeRow row(String line) {
        boolean marked = line.charAt(0) == MARK;
        List<String> fields = Fields.of(marked ? line.substring(1) : line, ',');
        if (fields.size() != columns) {
            throw broken("must have " + columns + " fields: " + fields.size());
        }
        int serial = serial(fields.get(serialColumn).strip());
        Code code = code(fields.get(codeColumn).strip());
        String url = fields.get(urlColumn).strip();
        if (!url.isEmpty() && !names(url, code)) {
            throw broken("url must be a URL of this row's code, or empty: url=" + url);
        }
        if (!url.isEmpty() && CodeUrl.base(url).filter(acceptedBase).isEmpty()) {
            throw broken("url " + baseRule + ": url=" + url);
        }
        if (!accepted.test(code)) {
            throw broken(refusal + ": code=" + code.text());
        }
        return new CodeRow(serial, code, url, marked);
    }

    private int serial(String text) {
        if (SERIAL.matcher(text).matches() && Integer.parseInt(text) < LotCodec.SIZE_MAX) {
            return Integer.parseInt(text);
        }
        throw broken("serial must be 0 to " + (LotCodec.SIZE_MAX - 1) + ": serial=" + text);
    }

    private Code code(String text) {
        if (CodeReader.read(text) instanceof Wellformed read) {
            return read.code();
        }
        throw broken("code must be " + Code.SYMBOLS + " symbols of the alphabet: code=" + text);
    }

    private static boolean names(String url, Code code) {
        return url.chars().allMatch(character -> character > ' ' && character < 0x7F)
                && CodeUrl.codeText(url)
                        .filter(text -> CodeReader.read(text) instanceof Wellformed read
                                && read.code().equals(code))
                        .isPresent();
    }

    private CommandFailed broken(String rule) {
        return CommandFailed.failed(file + ", line " + lines.number() + ": " + rule);
    }
}
