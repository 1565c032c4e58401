package dev.yima.codegen.table;

import dev.yima.codec.Code;
import dev.yima.codec.LotNumber;
import dev.yima.codegen.terminal.CommandFailed;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The misprints that a printing house names: a table with columns serial, code or url, which must agree, or a plain
 * list of serials, codes or URLs.
 */
public final class MisprintList implements Closeable {
    private static final List<String> NAMES = List.of("serial", "code", "grouped", "url");

    private final Table table;
    private final Map<LotNumber, Integer> sizes;
    private CodeColumns columns;
    private Optional<List<String>> first = Optional.empty();

    private MisprintList(Table table, Map<LotNumber, Integer> sizes) {
        this.table = table;
        this.sizes = sizes;
        this.columns = CodeColumns.ofList(table);
    }

    /**
     * Opens a file of misprints of some lots.
     *
     * @param sizes the number of codes that each lot has
     * @throws CommandFailed when it cannot be read, or its header names neither serials nor codes
     */
    public static MisprintList open(Path file, Map<LotNumber, Integer> sizes) {
        MisprintList misprints = new MisprintList(Table.open(file), Map.copyOf(sizes));
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
     * @param lot its lot
     * @param serial its serial
     * @param code its code
     * @param line the line that names it, from 1
     */
    public record Misprint(LotNumber lot, OptionalInt serial, Optional<Code> code, long line) {}

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
        LotNumber lot = lot(row, named);
        int size = Objects.requireNonNull(sizes.get(lot), "of one of the lots");
        if (named.serial().isPresent() && named.serial().getAsInt() >= size) {
            throw table.broken("must be a serial of lot " + lot + ", 0 to " + (size - 1) + ": "
                    + named.serial().getAsInt());
        }
        return new Misprint(lot, named.serial(), named.code(), table.line());
    }

    /** The lot of a row: that of its code, that of its column, or the only one. */
    private LotNumber lot(List<String> row, CodeColumns.Named named) {
        String lots = sizes.size() == 1 ? "lot " + sizes.keySet().iterator().next() : "the order's lots";
        String column = columns.text(row, "lot");
        if (named.code().isPresent() && !sizes.containsKey(named.code().get().lot())) {
            throw table.broken(
                    "must be a code of " + lots + ": " + named.code().get().text());
        }
        Optional<LotNumber> written = LotNumber.read(column);
        if (!column.isEmpty() && written.filter(sizes::containsKey).isEmpty()) {
            throw table.broken("must be of " + lots + ": lot=" + column);
        }
        if (named.code().isEmpty() && written.isEmpty() && sizes.size() > 1) {
            throw table.broken("must name the lot of a serial, in a column lot, or a code");
        }
        return named.code()
                .map(Code::lot)
                .or(() -> written)
                .orElseGet(() -> sizes.keySet().iterator().next());
    }
}
