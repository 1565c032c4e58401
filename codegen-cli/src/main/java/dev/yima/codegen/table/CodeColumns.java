package dev.yima.codegen.table;

import dev.yima.codec.Code;
import dev.yima.codec.CodeReader;
import dev.yima.codec.CodeReading.Wellformed;
import dev.yima.codec.CodeUrl;
import dev.yima.codec.LotNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** The columns of a table that name codes. Of one row they must all name the same, or nothing. */
final class CodeColumns {
    private static final Set<String> NAMES = Set.of("serial", "code", "grouped", "url", "lot");
    private static final Pattern SERIAL = Pattern.compile("[0-9]{1,8}");

    private final Table table;
    private final List<Column> columns;

    private CodeColumns(Table table, List<Column> columns) {
        this.table = table;
        this.columns = columns;
    }

    private record Column(String name, int index) {}

    /**
     * The code of one row, by either name or both, which only the server can compare.
     *
     * @param serial its serial
     * @param code the code
     */
    record Named(OptionalInt serial, Optional<Code> code) {
        boolean isNone() {
            return serial.isEmpty() && code.isEmpty();
        }
    }

    /** Finds them in a header; the others are passed over. */
    static CodeColumns of(Table table, List<String> header) {
        List<Column> found = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i).toLowerCase(Locale.ROOT);
            if (NAMES.contains(name)) {
                found.add(new Column(name, i));
            }
        }
        return new CodeColumns(table, found);
    }

    /** The only column of a plain list, which names codes in any way. */
    static CodeColumns ofList(Table table) {
        return new CodeColumns(table, List.of(new Column("", 0)));
    }

    boolean has(String name) {
        return columns.stream().anyMatch(column -> column.name.equals(name));
    }

    /** The fields that are needed to have all these columns. */
    int fields() {
        return columns.stream().mapToInt(column -> column.index + 1).max().orElse(0);
    }

    /** The text of a row in the first column of a name. */
    String text(List<String> row, String name) {
        return columns.stream()
                .filter(column -> column.name.equals(name))
                .map(column -> row.get(column.index))
                .findFirst()
                .orElse("");
    }

    /**
     * Reads the code that a row names.
     *
     * @throws dev.yima.codegen.terminal.CommandFailed when two columns name different codes, or one names none
     */
    Named read(List<String> row) {
        if (row.size() < fields()) {
            throw table.broken("must have at least " + fields() + " fields: " + row.size());
        }
        OptionalInt serial = OptionalInt.empty();
        Optional<Code> code = Optional.empty();
        for (Column column : columns) {
            String text = row.get(column.index);
            boolean mayBeSerial = column.name.isEmpty() || column.name.equals("serial");
            if (text.isEmpty() || column.name.equals("lot")) {
                continue;
            }
            if (mayBeSerial && SERIAL.matcher(text).matches()) {
                requireSame(column, serial.isEmpty() || serial.getAsInt() == Integer.parseInt(text), text);
                serial = OptionalInt.of(Integer.parseInt(text));
            } else {
                Code named = code(column, text);
                requireSame(column, code.isEmpty() || code.get().equals(named), text);
                code = Optional.of(named);
            }
        }
        requireLot(row, code);
        return new Named(serial, code);
    }

    private void requireLot(List<String> row, Optional<Code> code) {
        for (Column column : columns) {
            String text = row.get(column.index);
            if (column.name.equals("lot") && !text.isEmpty() && code.isPresent()) {
                requireSame(column, LotNumber.read(text).equals(code.map(Code::lot)), text);
            }
        }
    }

    private void requireSame(Column column, boolean same, String text) {
        if (!same) {
            throw table.broken(
                    column.name.equals("url")
                            ? "url must be a URL of this row's code, or empty: url=" + text
                            : "must name one code in all columns: " + column.name + "=" + text);
        }
    }

    private Code code(Column column, String text) {
        if (CodeReader.read(CodeUrl.codeText(text).orElse(text)) instanceof Wellformed read) {
            return read.code();
        }
        throw table.broken(
                switch (column.name) {
                    case "", "serial" -> "must be a serial or a code: " + text;
                    case "url" -> "url must be a URL of this row's code, or empty: url=" + text;
                    default ->
                        column.name + " must be " + Code.SYMBOLS + " symbols of the alphabet: " + column.name + "="
                                + text;
                });
    }
}
