package dev.yima.gateway.partner.people;

import dev.yima.gateway.partner.Partner;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A link that makes whoever opens it first a colleague.
 *
 * @param id its id
 * @param brand whose partner
 * @param partner where
 * @param role as what
 * @param takesOver whether others with the role leave when it is accepted
 * @param madeBy the staff key or the colleague who made it
 * @param madeByName what they are called; null while it is being made, and empty for a key without a name
 * @param madeAt since when
 * @param expiresAt until when it can be accepted
 * @param withdrawnAt when it was taken back
 * @param acceptedBy who accepted it
 * @param acceptedAt when
 */
record Invitation(
        UUID id,
        UUID brand,
        Partner partner,
        PartnerRole role,
        boolean takesOver,
        UUID madeBy,
        @Nullable String madeByName,
        Instant madeAt,
        Instant expiresAt,
        @Nullable Instant withdrawnAt,
        @Nullable UUID acceptedBy,
        @Nullable Instant acceptedAt) {
    static Invitation of(Row row) {
        return new Invitation(
                row.getUUID("invitation_id"),
                row.getUUID("brand_id"),
                Partner.of(row),
                PartnerRole.of(row),
                row.getBoolean("takes_over"),
                row.getUUID("made_by"),
                row.getString("made_by_name"),
                row.getOffsetDateTime("made_at").toInstant(),
                row.getOffsetDateTime("expires_at").toInstant(),
                moment(row, "withdrawn_at"),
                row.getUUID("accepted_by"),
                moment(row, "accepted_at"));
    }

    private static @Nullable Instant moment(Row row, String column) {
        OffsetDateTime moment = row.getOffsetDateTime(column);
        return moment == null ? null : moment.toInstant();
    }
}
