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
 * A code, as those who sell it see it.
 *
 * @param kind what it is for
 * @param product what is in it; null when nobody has said
 * @param state whether it is on sale
 * @param openedAt when its case was opened; null when it was not
 * @param openedByUs whether that was by a store where the person works
 * @param contents how many codes of each kind are in it, at any depth
 * @param where where it is, by what was scanned on its way
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

    /** How many bottles or whatever is sold are in it. */
    @JsonIgnore
    public long items() {
        return Math.max(contents.getOrDefault(CodeKind.ITEM_INNER, 0L), contents.getOrDefault(CodeKind.ITEM_OUTER, 0L));
    }
}
