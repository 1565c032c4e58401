package dev.yima.gateway.partnerapp;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.yima.codec.CodeKind;
import dev.yima.engine.scan.LotState;
import dev.yima.gateway.supply.trace.GoodsLocation;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Goods, as a partner's employee sees them.
 *
 * @param kind the kind of the code
 * @param product the name of the product; null where the lot names none
 * @param state the state of the lot
 * @param openedAt the opening of the case; null before it
 * @param openedByUs whether a store of the employee opened it
 * @param contents the number of codes in it by kind, at any depth
 * @param where its location, by the movements that were recorded
 */
@Schema(name = "PartnerCode")
public record GoodsView(
        CodeKind kind,
        @Nullable String product,
        LotState state,
        @Nullable Instant openedAt,
        boolean openedByUs,
        Map<CodeKind, Long> contents,
        GoodsLocation where) {
    /** Whether it is on sale. */
    @JsonIgnore
    public boolean isOnSale() {
        return state == LotState.ACTIVE;
    }

    /** The number of items in it. */
    @JsonIgnore
    public long items() {
        return Math.max(contents.getOrDefault(CodeKind.ITEM_INNER, 0L), contents.getOrDefault(CodeKind.ITEM_OUTER, 0L));
    }
}
