package dev.yima.gateway.history;

import io.vertx.mutiny.sqlclient.Row;
import java.util.Comparator;

/**
 * A code that was opened: the place of its rows in every table.
 *
 * @param lot the number of its lot
 * @param serial its serial in the lot
 */
public record CodeRef(int lot, int serial) implements Comparable<CodeRef> {
    private static final Comparator<CodeRef> ORDER =
            Comparator.comparingInt(CodeRef::lot).thenComparingInt(CodeRef::serial);

    /** The code of a row with the columns {@code lot} and {@code serial}. */
    public static CodeRef of(Row row) {
        return of(row, "lot", "serial");
    }

    /** The code of a row. Fails with a NullPointerException where a column is NULL. */
    public static CodeRef of(Row row, String lot, String serial) {
        return new CodeRef(row.getInteger(lot), row.getInteger(serial));
    }

    @Override
    public int compareTo(CodeRef other) {
        return ORDER.compare(this, other);
    }
}
