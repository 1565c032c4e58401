package dev.yima.gateway.history;

import io.vertx.mutiny.sqlclient.Row;
import java.util.Comparator;

/**
 * The reference of a code: lot and serial, by which every table keeps its rows.
 *
 * @param lot the number of the lot
 * @param serial the serial in the lot, from 0
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
