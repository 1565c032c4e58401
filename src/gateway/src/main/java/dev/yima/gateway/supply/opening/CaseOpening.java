package dev.yima.gateway.supply.opening;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.db.Rows;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The opening of a case by a store.
 *
 * @param code the case's inside code
 * @param inheritedFrom the label that was scanned, where this one replaced it later; null for the scanned one itself
 * @param store the store
 * @param storeName the store's name
 * @param member the employee who scanned it
 * @param at the moment of the opening
 */
public record CaseOpening(
        CodeRef code, @Nullable CodeRef inheritedFrom, UUID store, String storeName, UUID member, Instant at) {
    static CaseOpening of(Row row) {
        return new CaseOpening(
                CodeRef.of(row),
                row.getInteger("of_lot") == null ? null : CodeRef.of(row, "of_lot", "of_serial"),
                row.getUUID("store_id"),
                row.getString("store_name"),
                row.getUUID("member_id"),
                Rows.instant(row, "opened_at"));
    }

    /** Whether an earlier label was scanned. */
    boolean isInherited() {
        return inheritedFrom != null;
    }

    /** The label that was scanned. */
    CodeRef scanned() {
        return inheritedFrom == null ? code : inheritedFrom;
    }

    /** Whether a person draws the reward of this code: the one who opened it, unless that was by an earlier label. */
    public boolean isDrawnBy(UUID person) {
        return !isInherited() && member.equals(person);
    }
}
