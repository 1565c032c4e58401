package dev.yima.gateway.platform.http;

import dev.yima.gateway.platform.db.Rows;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An export of rows for spreadsheets, read page by page as they are consumed, so that any length fits in little memory.
 *
 * @param columns the names of the columns
 * @param rowsMax the number of rows of every page but the last
 * @param page reads at most so many rows after one; after nothing, the first ones
 * @param cells the cells of a row: numbers, or other values by their text
 */
public record RowExport(
        List<String> columns,
        int rowsMax,
        Function<Optional<Row>, Uni<RowSet<Row>>> page,
        Function<Row, List<Object>> cells) {
    /** The number of rows of a page that costs what its rows do. */
    public static final int ROWS = 2_000;

    /** The media type of {@link #xlsx}. */
    public static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /** The beginning of a text that a spreadsheet takes for a formula (OWASP, CSV injection); numbers are none. */
    private static final Pattern FORMULA = Pattern.compile("^(?:[=+@\\t\\r\\n\\x00＝＋－＠]|-(?![0-9.]++$))");

    private static final Pattern NEEDS_QUOTES = Pattern.compile("[,\"\\r\\n]");

    /** An export in pages of {@link #ROWS}. */
    public RowExport(
            List<String> columns, Function<Optional<Row>, Uni<RowSet<Row>>> page, Function<Row, List<Object>> cells) {
        this(columns, ROWS, page, cells);
    }

    /** The rows as CSV, one a line, behind a header. */
    public Multi<String> csv() {
        return Multi.createBy()
                .concatenating()
                .streams(
                        Multi.createFrom().item(line(columns)),
                        pages().map(rows -> rows.stream().map(RowExport::line).collect(Collectors.joining())));
    }

    /** The rows as a workbook of Office Open XML, with as many sheets as they need. Made on a worker, page by page. */
    public Multi<byte[]> xlsx() {
        return Multi.createFrom().deferred(() -> {
            XlsxWriter sheets = new XlsxWriter(columns);
            return Multi.createBy()
                    .concatenating()
                    .streams(
                            pages().emitOn(Infrastructure.getDefaultWorkerPool())
                                    .map(sheets::add),
                            Multi.createFrom()
                                    .item(sheets::end)
                                    .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()))
                    .filter(bytes -> bytes.length > 0);
        });
    }

    /** The value of a column; an empty text for NULL. */
    public static Object cell(Row row, String column) {
        Object value = row.getValue(column);
        return value == null ? "" : value;
    }

    private Multi<List<List<Object>>> pages() {
        return Multi.createBy()
                .repeating()
                .uni(
                        () -> new AtomicReference<>(Optional.<Row>empty()),
                        last -> page.apply(last.get()).invoke(rows -> rows.forEach(row -> last.set(Optional.of(row)))))
                .whilst(rows -> rows.size() == rowsMax)
                .map(rows -> Rows.map(rows, cells));
    }

    /** A line of CSV (RFC 4180), in which a text that a spreadsheet would compute has an apostrophe before it. */
    public static String line(List<?> cells) {
        return cells.stream().map(RowExport::field).collect(Collectors.joining(",", "", "\n"));
    }

    private static String field(Object cell) {
        String text = FORMULA.matcher(cell.toString()).replaceFirst("'$0");
        return NEEDS_QUOTES.matcher(text).find() ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
