package dev.yima.gateway.partnerapp;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.yima.codec.CodeKind;
import dev.yima.engine.scan.LotState;
import dev.yima.engine.scan.StopReason;
import dev.yima.engine.scan.Verdict;
import dev.yima.gateway.scan.StoppedCode;
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
 * @param stopReason of {@code FROZEN} and {@code VOID}: the reason, as the brand gave it; null for none
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
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable StopReason stopReason,
        @Nullable Instant openedAt,
        boolean openedByUs,
        Map<CodeKind, Long> contents,
        GoodsLocation where)
        implements StoppedCode {
    @Override
    @JsonIgnore
    public Verdict verdict() {
        return switch (state) {
            case FROZEN -> Verdict.FROZEN;
            case VOID -> Verdict.VOID;
            case MINTED -> Verdict.NOT_ACTIVE;
            case ACTIVE -> Verdict.GENUINE_REPEAT;
        };
    }

    /** Whether it was taken off the market. */
    @JsonIgnore
    public boolean isStopped() {
        return state == LotState.FROZEN || state == LotState.VOID;
    }

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
