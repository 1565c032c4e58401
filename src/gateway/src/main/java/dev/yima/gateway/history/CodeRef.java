package dev.yima.gateway.history;

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

    @Override
    public int compareTo(CodeRef other) {
        return ORDER.compare(this, other);
    }
}
