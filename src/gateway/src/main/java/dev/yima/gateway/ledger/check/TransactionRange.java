package dev.yima.gateway.ledger.check;

import io.vertx.mutiny.sqlclient.Tuple;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Range of transactions by their numbers, which only grow: it stands for the rows that they wrote last.
 *
 * @param brand the brand; null for all
 * @param from the first transaction
 * @param until the first one after it
 */
record TransactionRange(@Nullable UUID brand, long from, long until) {
    /** Everything from a transaction on, as far as the snapshot sees it. */
    static TransactionRange since(@Nullable UUID brand, long from) {
        return new TransactionRange(brand, from, Long.MAX_VALUE);
    }

    boolean isFromTheFirst() {
        return from == 0;
    }

    /** The parameters $1, $2 and $3 of the queries of laws. */
    Tuple tuple() {
        return Tuple.of(brand, from, until);
    }
}
