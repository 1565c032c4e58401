package dev.yima.codegen.files;

import dev.yima.codec.Code;
import dev.yima.codec.CodeReader;
import dev.yima.codec.CodeReading.Wellformed;
import dev.yima.codec.CodeUrl;
import dev.yima.codec.LotCodec;
import dev.yima.codegen.terminal.CommandFailed;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The rows of a codes file, in order, each checked: serial, code and URL must be what they claim to be. Columns are
 * found by the header's names; others are passed over.
 */
public final class CodeRows implements Closeable {
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final Pattern SERIAL = Pattern.compile("[0-9]{1,8}");

    private final Path file;
    private final Lines lines;
    private final Predicate<Code> accepted;
    private final String refusal;
    private int serialColumn;
    private int codeColumn;
    private int urlColumn;
    private int columns;

    private CodeRows(Path file, Lines lines, Predicate<Code> accepted, String refusal) {
        this.file = file;
        this.lines = lines;
        this.accepted = accepted;
        this.refusal = refusal;
    }

    /** Opens a file that nothing vouches for: besides each row, it is checked that no code stands twice. */
    public static CodeRows ofUnknown(Path file) {
        SeenCodes seen = new SeenCodes();
        return open(file, seen::add, "must not name a code twice");
    }

    /** Opens the codes of a folder that was held against its manifest. */
    public static CodeRows ofMinted(Path folder, Manifest manifest) {
        return open(
                folder.resolve(MintedFolder.CODES),
                code -> code.lot().equals(manifest.lot()),
                "must be a code of lot " + manifest.lot());
    }

    private static CodeRows open(Path file, Predicate<Code> accepted, String refusal) {
        try {
            InputStream in = Files.newInputStream(file);
            CodeRows rows = new CodeRows(file, new Lines(in), accepted, refusal);
            try {
                rows.readHeader();
            } catch (CommandFailed e) {
                in.close();
                throw e;
            }
            return rows;
        } catch (IOException e) {
            throw CommandFailed.io("cannot read " + file, e);
        }
    }

    /**
     * The next rows, at most {@code countMax}; none at the end of the file.
     *
     * @throws CommandFailed naming the line that breaks a rule
     */
    public List<CodeRow> next(int countMax) {
        List<CodeRow> rows = new ArrayList<>();
        while (rows.size() < countMax) {
            Optional<String> line = line();
            if (line.isEmpty()) {
                break;
            }
            if (!line.get().isBlank()) {
                rows.add(row(line.get()));
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
        List<String> names = fields(header.startsWith(BYTE_ORDER_MARK) ? header.substring(1) : header).stream()
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
        List<String> fields = fields(line);
        if (fields.size() != columns) {
            throw broken("must have " + columns + " fields: " + fields.size());
        }
        int serial = serial(fields.get(serialColumn).strip());
        Code code = code(fields.get(codeColumn).strip());
        String url = fields.get(urlColumn).strip();
        if (!url.isEmpty() && !names(url, code)) {
            throw broken("url must be a URL of this row's code, or empty: url=" + url);
        }
        if (!accepted.test(code)) {
            throw broken(refusal + ": code=" + code.text());
        }
        return new CodeRow(serial, code, url);
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

    /** The fields of one line (RFC 4180); a quoted field may hold commas and doubled quotes, but no line end. */
    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char character = line.charAt(i);
            if (character == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (character == '"') {
                quoted = !quoted;
            } else if (character == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(character);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
