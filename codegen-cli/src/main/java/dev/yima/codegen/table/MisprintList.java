package dev.yima.codegen.table;

import dev.yima.codec.Code;
import dev.yima.codec.CodeReader;
import dev.yima.codec.CodeReading.Wellformed;
import dev.yima.codec.CodeUrl;
import dev.yima.codec.LotNumber;
import dev.yima.codegen.terminal.CommandFailed;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The misprints that a printing house names: a table with a column serial or code, or a plain list of serials, codes or
 * URLs.
 */
public final class MisprintList implements Closeable {
    private static final Pattern SERIAL = Pattern.compile("[0-9]{1,8}");

    private final Table table;
    private final LotNumber lot;
    private final int size;
    private int column;
    private Optional<List<String>> first = Optional.empty();

    private MisprintList(Table table, LotNumber lot, int size) {
        this.table = table;
        this.lot = lot;
        this.size = size;
    }

    /**
     * Opens a file of misprints of a lot.
     *
     * @param size the number of codes the lot has
     * @throws CommandFailed when it cannot be read, or its header names neither serials nor codes
     */
    public static MisprintList open(Path file, LotNumber lot, int size) {
        MisprintList misprints = new MisprintList(Table.open(file), lot, size);
        try {
            misprints.readHeader();
            return misprints;
        } catch (CommandFailed e) {
            misprints.close();
            throw e;
        }
    }

    /**
     * A misprint.
     *
     * @param name its serial, or its code of 16 symbols
     * @param line the line that names it, from 1
     */
    public record Misprint(String name, long line) {
        /** Whether it is named by its serial; otherwise by its code. */
        public boolean isSerial() {
            return SERIAL.matcher(name).matches();
        }
    }

    /**
     * The next misprints, at most {@code countMax}; none at the end.
     *
     * @throws CommandFailed naming the line that is none
     */
    public List<Misprint> next(int countMax) {
        List<Misprint> misprints = new ArrayList<>();
        while (misprints.size() < countMax) {
            Optional<List<String>> row = first.or(table::next);
            first = Optional.empty();
            if (row.isEmpty()) {
                break;
            }
            misprints.add(new Misprint(name(row.get()), table.line()));
        }
        return misprints;
    }

    @Override
    public void close() {
        table.close();
    }

    private void readHeader() {
        Optional<List<String>> header = table.next();
        List<String> names = header.orElse(List.of("")).stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        column = names.contains("serial") ? names.indexOf("serial") : names.indexOf("code");
        if (column < 0 && names.size() == 1) {
            column = 0;
            first = header;
        } else if (column < 0) {
            throw table.broken("the header must name a column serial or code");
        }
    }

    private String name(List<String> row) {
        if (row.size() <= column) {
            throw table.broken("must have at least " + (column + 1) + " fields: " + row.size());
        }
        String text = row.get(column);
        if (SERIAL.matcher(text).matches()) {
            int serial = Integer.parseInt(text);
            if (serial < size) {
                return Integer.toString(serial);
            }
            throw table.broken("must be a serial of lot " + lot + ", 0 to " + (size - 1) + ": " + text);
        }
        if (CodeReader.read(CodeUrl.codeText(text).orElse(text)) instanceof Wellformed read) {
            Code code = read.code();
            if (code.lot().equals(lot)) {
                return code.text();
            }
            throw table.broken("must be a code of lot " + lot + ": " + text);
        }
        throw table.broken("must be a serial or a code: " + text);
    }
}
