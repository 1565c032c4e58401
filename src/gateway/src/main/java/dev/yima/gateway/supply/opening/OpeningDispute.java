package dev.yima.gateway.supply.opening;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.db.Rows;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An attempt of a store to open a case that was not its own.
 *
 * @param kind the reason for the dispute
 * @param code the case's inside code
 * @param store the store
 * @param storeName the store's name
 * @param member the employee who scanned
 * @param at the moment of the first attempt
 * @param openedBy the store that opened the case
 * @param openedByName its name
 * @param openedAt the moment of the opening
 * @param sentTo the partner who had the case by its route then; null for a second store
 * @param sentToName that partner's name
 */
record OpeningDispute(
        Kind kind,
        CodeRef code,
        UUID store,
        String storeName,
        UUID member,
        Instant at,
        UUID openedBy,
        String openedByName,
        Instant openedAt,
        @Nullable UUID sentTo,
        @Nullable String sentToName) {
    /** Reason for a dispute. */
    enum Kind {
        /** A second store tried to open a case that was open. */
        SECOND_STORE,
        /** A store opened a case that was shipped to another partner. */
        SENT_ELSEWHERE
    }

    static OpeningDispute of(Row row) {
        return new OpeningDispute(
                Kind.valueOf(row.getString("kind")),
                CodeRef.of(row),
                row.getUUID("store_id"),
                row.getString("store_name"),
                row.getUUID("member_id"),
                Rows.instant(row, "tried_at"),
                row.getUUID("opened_by"),
                row.getString("opened_by_name"),
                Rows.instant(row, "opened_at"),
                row.getUUID("sent_to"),
                row.getString("sent_to_name"));
    }
}
