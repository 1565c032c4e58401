package dev.yima.gateway.supply.opening;

import dev.yima.gateway.history.CodeRef;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A case that a store opened.
 *
 * @param code its inside code
 * @param inheritedFrom the inside code that was scanned, where this one took its place later
 * @param store the store
 * @param storeName what people call it
 * @param member who scanned it
 * @param at when
 */
public record CaseOpening(
        CodeRef code, @Nullable CodeRef inheritedFrom, UUID store, String storeName, UUID member, Instant at) {
    /** Whether an earlier label was scanned. */
    boolean isInherited() {
        return inheritedFrom != null;
    }

    /** The label that was scanned. */
    CodeRef scanned() {
        return inheritedFrom == null ? code : inheritedFrom;
    }

    /** Whether somebody draws the reward of this code: whoever opened it, unless that was by an earlier label. */
    public boolean isDrawnBy(UUID person) {
        return !isInherited() && member.equals(person);
    }
}
