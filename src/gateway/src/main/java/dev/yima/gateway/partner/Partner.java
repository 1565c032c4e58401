package dev.yima.gateway.partner;

import dev.yima.gateway.platform.db.Rows;
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
 * @param kind dealer or store
 * @param name its name
 * @param dealerId of a store: the dealer that supplies it; null for none in particular
 * @param territory of a dealer: the territory of its goods, codes of GB/T 2260 for provinces or parts of them; empty
 *     for everywhere
 * @param state its state
 * @param createdAt the time at which it was added
 */
public record Partner(
        UUID id,
        PartnerKind kind,
        @Schema(examples = "Corner shop, Renmin Road") String name,
        @Nullable UUID dealerId,
        @Schema(examples = "[\"510000\"]") List<String> territory,
        PartnerState state,
        Instant createdAt) {
    /** The partner of a row. */
    public static Partner of(Row row) {
        return new Partner(
                row.getUUID("id"),
                PartnerKind.valueOf(row.getString("kind")),
                row.getString("name"),
                row.getUUID("dealer_id"),
                List.of(row.getArrayOfStrings("territory")),
                PartnerState.valueOf(row.getString("state")),
                Rows.instant(row, "created_at"));
    }
}
