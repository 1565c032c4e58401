package dev.yima.gateway.lot.serials;

import dev.yima.codec.LotCodec;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A range of codes to be assigned.
 *
 * @param from the first serial
 * @param to the last serial
 * @param productId their product; null for none
 * @param campaignId their campaign; null for none
 * @param dryRun whether to tell what would be refused instead
 */
public record NewRange(
        @NotNull @Min(0) @Max(LotCodec.SIZE_MAX - 1) @Schema(examples = "0")
        Integer from,

        @NotNull @Min(0) @Max(LotCodec.SIZE_MAX - 1) @Schema(examples = "99999")
        Integer to,

        @Nullable UUID productId,
        @Nullable UUID campaignId,
        @Nullable Boolean dryRun) {
    /** Whether nothing is to be written. */
    public boolean dry() {
        return Boolean.TRUE.equals(dryRun);
    }
}
