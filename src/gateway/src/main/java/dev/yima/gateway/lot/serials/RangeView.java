package dev.yima.gateway.lot.serials;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A range of codes that is assigned.
 *
 * @param id its id
 * @param from the first serial
 * @param to the last serial
 * @param productId the product
 * @param campaignId the campaign
 * @param assignedAt the time of the assignment
 */
@Schema(name = "Range")
public record RangeView(
        UUID id,
        @Schema(examples = "0") int from,
        @Schema(examples = "99999") int to,
        @Nullable UUID productId,
        @Nullable UUID campaignId,
        Instant assignedAt) {}
