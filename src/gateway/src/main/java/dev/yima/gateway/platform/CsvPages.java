package dev.yima.gateway.platform;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Rows as CSV, read page by page as they are taken, so that any length fits in little memory. */
public final class CsvPages {
    /** How many rows a page has, but the last. */
    public static final int ROWS = 2_000;

    private CsvPages() {}

    /**
     * Streams rows, a header first.
     *
     * @param header the first line, without its end
     * @param page reads at most {@link #ROWS} rows after one; after nothing, the first ones
     * @param line writes a row, without the end of the line
     */
    public static Multi<String> of(
            String header, Function<Optional<Row>, Uni<RowSet<Row>>> page, Function<Row, String> line) {
        Multi<String> pages = Multi.createBy()
                .repeating()
                .uni(
                        () -> new AtomicReference<>(Optional.<Row>empty()),
                        last -> page.apply(last.get()).invoke(rows -> rows.forEach(row -> last.set(Optional.of(row)))))
                .whilst(rows -> rows.size() == ROWS)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> line.apply(row) + "\n")
                        .collect(Collectors.joining()));
        return Multi.createBy().concatenating().streams(Multi.createFrom().item(header + "\n"), pages);
    }

    /** A cell that may be empty. */
    public static String cell(Row row, String column) {
        Object value = row.getValue(column);
        return value == null ? "" : value.toString();
    }
}
