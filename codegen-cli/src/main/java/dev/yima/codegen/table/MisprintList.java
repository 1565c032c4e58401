package dev.yima.codegen.table;

import dev.yima.codec.Code;
import dev.yima.codec.LotNumber;
import dev.yima.codegen.terminal.CommandFailed;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The misprints that a printing house names: a table with columns serial, code or url, which must agree, or a plain
 * list of serials, codes or URLs.
 */
public final class MisprintList implements Closeable {
    private static final List<String> NAMES = List.of("serial", "code", "grouped", "url");

    private final Table table;
    private final LotNumber lot;
    private final int size;
    private CodeColumns columns;
    private Optional<List<String>> first = Optional.empty();

    private MisprintList(Table table, LotNumber lot, int size) {
        this.table = table;
        this.lot = lot;
        this.size = size;
        this.columns = CodeColumns.ofList(table);
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
     * A misprint, by its serial, its code, or both.
     *
     * @param serial its serial
     * @param code its code
     * @param line the line that names it, from 1
     */
    public record Misprint(OptionalInt serial, Optional<Code> code, long line) {}

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
            misprints.add(misprint(row.get()));
        }
        return misprints;
    }

    @Override
    public void close() {
        table.close();
    }

    private void readHeader() {
        List<String> header = table.next().orElse(List.of(""));
        CodeColumns named = CodeColumns.of(table, header);
        if (NAMES.stream().anyMatch(named::has)) {
            columns = named;
        } else if (header.size() == 1) {
            first = Optional.of(header);
        } else {
            throw table.broken("the header must name a column serial or code");
        }
    }

    private Misprint misprint(List<String> row) {
        CodeColumns.Named named = columns.read(row);
        if (named.isNone()) {
            throw table.broken("must be a serial or a code: nothing");
        }
        if (named.serial().isPresent() && named.serial().getAsInt() >= size) {
            throw table.broken("must be a serial of lot " + lot + ", 0 to " + (size - 1) + ": "
                    + named.serial().getAsInt());
        }
        if (named.code().filter(code -> !code.lot().equals(lot)).isPresent()) {
            throw table.broken(
                    "must be a code of lot " + lot + ": " + named.code().get().text());
        }
        if (!columns.text(row, "lot").isEmpty()
                && !LotNumber.read(columns.text(row, "lot")).equals(Optional.of(lot))) {
            throw table.broken("must be of lot " + lot + ": lot=" + columns.text(row, "lot"));
        }
        return new Misprint(named.serial(), named.code(), table.line());
    }
}
