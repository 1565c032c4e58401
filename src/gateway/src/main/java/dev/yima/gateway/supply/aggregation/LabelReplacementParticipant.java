package dev.yima.gateway.supply.aggregation;

import dev.yima.gateway.history.CodeRef;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;

/** Hook of a feature whose rows a new label takes over from the old one, in the transaction of the replacement. */
public interface LabelReplacementParticipant {
    /**
     * Checks whether a label may replace another; both are locked.
     *
     * @return fails with a problem when their rows contradict each other
     */
    Uni<Void> check(SqlConnection tx, CodeRef old, CodeRef replacement);

    /** Writes the rows that the new label takes over; those of the old label stay as they are. */
    Uni<Void> inherit(SqlConnection tx, CodeRef old, CodeRef replacement);
}
