package dev.yima.codegen.files;

import dev.yima.codec.Code;
import dev.yima.codec.CodeReader;
import dev.yima.codec.CodeReading.Wellformed;
import dev.yima.codec.CodeUrl;
import dev.yima.codec.LotCodec;
import dev.yima.codec.LotNumber;
import dev.yima.codegen.terminal.CommandFailed;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The misprints that a printing house names: a table with a column serial or code, its fields separated by commas,
 * semicolons or tabs, or a plain list of serials, codes or URLs.
 */
public final class Misprints implements Closeable {
    private static final Pattern SERIAL = Pattern.compile("[0-9]{1,8}");
    private static final Pattern SEPARATOR = Pattern.compile("[,;\t]");
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private final LotNumber lot;
    private final Lines lines;
    private int column;
    private @Nullable String first;

    private Misprints(Path file, LotNumber lot, Lines lines) {
        this.file = file;
        this.lot = lot;
        this.lines = lines;
    }

    /**
     * Opens a file of misprints of a lot.
     *
     * @throws CommandFailed when it cannot be read, or its header names neither serials nor codes
     */
    public static Misprints open(Path file, LotNumber lot) {
        try {
            Misprints misprints = new Misprints(file, lot, new Lines(Files.newInputStream(file)));
            try {
                misprints.readHeader();
            } catch (CommandFailed e) {
                misprints.close();
                throw e;
            }
            return misprints;
        } catch (IOException e) {
            throw CommandFailed.io("cannot read " + file, e);
        }
    }

    /** Whether a misprint is named by its serial; otherwise by its code. */
    public static boolean isSerial(String misprint) {
        return SERIAL.matcher(misprint).matches();
    }

    /**
     * The next misprints, at most {@code countMax}; none at the end. Serials, or codes of 16 symbols.
     *
     * @throws CommandFailed naming the line that is neither
     */
    public List<String> next(int countMax) {
        List<String> misprints = new ArrayList<>();
        while (misprints.size() < countMax) {
            Optional<String> line = first == null ? line() : Optional.of(first);
            first = null;
            if (line.isEmpty()) {
                break;
            }
            if (!line.get().isBlank()) {
                misprints.add(misprint(line.get()));
            }
        }
        return misprints;
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

    private void readHeader() {
        String line = line().orElse("");
        String header = line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
        List<String> names = Arrays.stream(SEPARATOR.split(header, -1))
                .map(name -> unquoted(name).toLowerCase(Locale.ROOT))
                .toList();
        column = names.contains("serial") ? names.indexOf("serial") : names.indexOf("code");
        if (column < 0 && names.size() == 1) {
            column = 0;
            first = header;
        } else if (column < 0) {
            throw broken("the header must name a column serial or code");
        }
    }

    private String misprint(String line) {
        String[] fields = SEPARATOR.split(line, -1);
        if (fields.length <= column) {
            throw broken("must have at least " + (column + 1) + " fields: " + fields.length);
        }
        String text = unquoted(fields[column]);
        if (SERIAL.matcher(text).matches() && Integer.parseInt(text) < LotCodec.SIZE_MAX) {
            return Integer.toString(Integer.parseInt(text));
        }
        if (CodeReader.read(CodeUrl.codeText(text).orElse(text)) instanceof Wellformed read) {
            Code code = read.code();
            if (code.lot().equals(lot)) {
                return code.text();
            }
            throw broken("must be a code of lot " + lot + ": " + text);
        }
        throw broken("must be a serial or a code: " + text);
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

    private static String unquoted(String field) {
        String text = field.strip();
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1).strip() : text;
    }

    private CommandFailed broken(String rule) {
        return CommandFailed.failed(file + ", line " + lines.number() + ": " + rule);
    }
}
