package dev.yima.gateway.supply.aggregation;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.db.Rows;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A link from a code to its parent.
 *
 * @param child the code inside
 * @param parent the code around it
 * @param since the moment when it was linked
 * @param until the moment when it was unlinked; null while it holds
 */
record AggregationLink(
        CodeRef child,
        CodeRef parent,
        Instant since,
        @Nullable Instant until) {
    static AggregationLink of(Row row) {
        return new AggregationLink(
                child(row), parent(row), Rows.instant(row, "linked_at"), Rows.instantOrNull(row, "unlinked_at"));
    }

    static CodeRef child(Row row) {
        return CodeRef.of(row, "child_lot", "child_serial");
    }

    static CodeRef parent(Row row) {
        return CodeRef.of(row, "parent_lot", "parent_serial");
    }
}
