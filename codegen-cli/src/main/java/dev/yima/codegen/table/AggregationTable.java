package dev.yima.codegen.table;

import dev.yima.codec.CodeReader;
import dev.yima.codec.CodeReading.Wellformed;
import dev.yima.codec.CodeUrl;
import dev.yima.codegen.terminal.CommandFailed;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** A packing line's record: a table with the columns parent and child, of codes or their URLs. */
public final class AggregationTable implements Closeable {
    private final Table table;
    private List<Integer> parents = List.of();
    private List<Integer> children = List.of();

    private AggregationTable(Table table) {
        this.table = table;
    }

    /**
     * A code in another.
     *
     * @param line its place in the file, from 1
     * @param parent the outer code, of 16 symbols
     * @param child the inner one
     */
    public record Link(long line, String parent, String child) {}

    /**
     * Opens a file of links.
     *
     * @throws CommandFailed when it cannot be read, or its header does not name both columns
     */
    public static AggregationTable open(Path file) {
        AggregationTable links = new AggregationTable(Table.open(file));
        try {
            links.readHeader();
            return links;
        } catch (CommandFailed e) {
            links.close();
            throw e;
        }
    }

    /**
     * The next links, at most {@code countMax}; none at the end.
     *
     * @throws CommandFailed naming the line that has none
     */
    public List<Link> next(int countMax) {
        List<Link> links = new ArrayList<>();
        while (links.size() < countMax) {
            Optional<List<String>> row = table.next();
            if (row.isEmpty()) {
                break;
            }
            requireFields(row.get());
            links.add(new Link(table.line(), code(row.get(), parents), code(row.get(), children)));
        }
        return links;
    }

    @Override
    public void close() {
        table.close();
    }

    private void readHeader() {
        List<String> names = table.next().orElse(List.of()).stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        parents = columns(names, "parent");
        children = columns(names, "child");
        if (parents.isEmpty() || children.isEmpty()) {
            throw table.broken("the header must name the columns parent and child");
        }
    }

    private static List<Integer> columns(List<String> names, String name) {
        return IntStream.range(0, names.size())
                .filter(i -> names.get(i).equals(name))
                .boxed()
                .toList();
    }

    private void requireFields(List<String> row) {
        int fields = Math.max(Collections.max(parents), Collections.max(children)) + 1;
        if (row.size() < fields) {
            throw table.broken("must have at least " + fields + " fields: " + row.size());
        }
    }

    /** The one code that all columns of a name say. */
    private String code(List<String> row, List<Integer> columns) {
        Set<String> codes = new LinkedHashSet<>();
        for (int column : columns) {
            codes.add(code(row.get(column)));
        }
        if (codes.size() > 1) {
            throw table.broken("must name one code in all columns: " + String.join(", ", codes));
        }
        return codes.iterator().next();
    }

    private String code(String text) {
        if (CodeReader.read(CodeUrl.codeText(text).orElse(text)) instanceof Wellformed read) {
            return read.code().text();
        }
        throw table.broken("must be a code: " + text);
    }
}
