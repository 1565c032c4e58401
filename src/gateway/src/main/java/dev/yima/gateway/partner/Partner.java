package dev.yima.gateway.partner;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A dealer or a store.
 *
 * @param id its id
 * @param kind what it is
 * @param name what people call it
 * @param dealerId of a store: who supplies it; null when nobody in particular does
 * @param territory of a dealer: where its goods may be sold, codes of GB/T 2260 for provinces or parts of them; empty
 *     for everywhere
 * @param state whether it takes part
 * @param createdAt since when
 */
public record Partner(
        UUID id,
        PartnerKind kind,
        @Schema(examples = "Corner shop, Renmin Road") String name,
        @Nullable UUID dealerId,
        @Schema(examples = "[\"510000\"]") List<String> territory,
        PartnerState state,
        Instant createdAt) {
    public static Partner of(Row row) {
        return new Partner(
                row.getUUID("id"),
                PartnerKind.valueOf(row.getString("kind")),
                row.getString("name"),
                row.getUUID("dealer_id"),
                List.of(row.getArrayOfStrings("territory")),
                PartnerState.valueOf(row.getString("state")),
                row.getOffsetDateTime("created_at").toInstant());
    }
}
