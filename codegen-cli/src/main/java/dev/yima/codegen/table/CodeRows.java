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
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
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

    private static final String MARKED = "#";

    private static final Pattern SERIAL = Pattern.compile("[0-9]{1,8}");

    private final Opener opener;
    private final Deque<Path> toCome;
    private final Predicate<Code> accepted;
    private final String refusal;
    private Predicate<String> acceptedBase = base -> true;
    private String baseRule = "";
    private boolean withMarked;
    private String kind = "";
    private String label = "";
    private Table table = Table.open("", InputStream.nullInputStream());
    private int width;
    private CodeColumns columns = CodeColumns.of(table, List.of());

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
        rows.kind = manifest.kind();
        rows.label = (manifest.test() ? "TEST " + manifest.label() : manifest.label()).strip();
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
        Path file = toCome.remove();
        table.close();
        try {
            table = Table.open(file.toString(), opener.open(file));
        } catch (IOException e) {
            throw CommandFailed.io("cannot read " + file, e);
        }
        try {
            readHeader();
        } catch (CommandFailed e) {
            table.close();
            throw e;
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
            Optional<List<String>> fields = table.next();
            if (fields.isEmpty() && toCome.isEmpty()) {
                break;
            }
            if (fields.isEmpty()) {
                openNext();
            } else {
                CodeRow row = row(fields.get());
                if (!row.marked() || withMarked) {
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    @Override
    public void close() {
        table.close();
    }

    private void readHeader() {
        List<String> header = table.next().orElse(List.of());
        columns = CodeColumns.of(table, header);
        width = header.size();
        if (!columns.has("serial") || !columns.has("code") || !columns.has("url")) {
            throw table.broken("the header must name the columns serial, code and url");
        }
    }

    private CodeRow row(List<String> fields) {
        if (fields.size() < width) {
            throw table.broken("must have " + width + " fields: " + fields.size());
        }
        boolean marked = fields.get(0).startsWith(MARKED);
        List<String> plain = new ArrayList<>(fields);
        plain.set(0, marked ? fields.get(0).substring(1) : fields.get(0));
        int serial = serial(columns.text(plain, "serial"));
        Code code = columns.read(plain)
                .code()
                .filter(named -> !columns.text(plain, "code").isEmpty())
                .orElseThrow(() -> table.broken("must have a code"));
        String url = columns.text(plain, "url");
        if (!url.isEmpty() && !names(url, code)) {
            throw table.broken("url must be a URL of this row's code, or empty: url=" + url);
        }
        if (!url.isEmpty() && CodeUrl.base(url).filter(acceptedBase).isEmpty()) {
            throw table.broken("url " + baseRule + ": url=" + url);
        }
        if (!accepted.test(code)) {
            throw table.broken(refusal + ": code=" + code.text());
        }
        return new CodeRow(serial, code, url, marked, kind, label);
    }

    private int serial(String text) {
        if (SERIAL.matcher(text).matches() && Integer.parseInt(text) < LotCodec.SIZE_MAX) {
            return Integer.parseInt(text);
        }
        throw table.broken("serial must be 0 to " + (LotCodec.SIZE_MAX - 1) + ": serial=" + text);
    }

    private static boolean names(String url, Code code) {
        return url.chars().allMatch(character -> character > ' ' && character < 0x7F)
                && CodeUrl.codeText(url)
                        .filter(text -> CodeReader.read(text) instanceof Wellformed read
                                && read.code().equals(code))
                        .isPresent();
    }
}
