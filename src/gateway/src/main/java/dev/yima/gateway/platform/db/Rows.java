package dev.yima.gateway.platform.db;

import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reading of the rows of a statement. */
public final class Rows {
    private Rows() {}

    /** All rows, in their order, each as the function reads it. */
    public static <T> List<T> map(RowSet<Row> rows, Function<Row, T> read) {
        List<T> list = new ArrayList<>(rows.size());
        for (Row row : rows) {
            list.add(read.apply(row));
        }
        return list;
    }

    /** The first row as the function reads it; empty when there is none. */
    public static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> read) {
        Iterator<Row> all = rows.iterator();
        return all.hasNext() ? Optional.of(read.apply(all.next())) : Optional.empty();
    }

    /** A moment. Fails with a NullPointerException where the column is NULL. */
    public static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    /** A moment; null where the column is NULL. */
    public static @Nullable Instant instantOrNull(Row row, String column) {
        OffsetDateTime moment = row.getOffsetDateTime(column);
        return moment == null ? null : moment.toInstant();
    }
}
