package dev.yima.gateway.partner.people;

import dev.yima.gateway.partner.Partner;
import dev.yima.gateway.partner.PartnerState;
import dev.yima.gateway.platform.db.Rows;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An invitation: a link by which the first person who opens it becomes an employee.
 *
 * @param id its id
 * @param brand the brand of the partner
 * @param partner the partner
 * @param role the role
 * @param takesOver whether others with the role leave when it is accepted
 * @param madeBy the staff key or the employee who made it
 * @param madeByName their name; null while it is being made, and empty for a key without a name
 * @param madeAt the time at which it was made
 * @param expiresAt the end of its validity
 * @param withdrawnAt the time of withdrawal; null unless it was withdrawn
 * @param acceptedBy the person who accepted it; null unless it was accepted
 * @param acceptedAt the time of acceptance; null unless it was accepted
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
    /**
     * The reason for which nobody can accept it any more; empty for none. Whether whoever made it has left is asked
     * when it is accepted.
     */
    Optional<String> over(Instant now) {
        if (acceptedAt != null) {
            return Optional.of("somebody else accepted it");
        }
        if (withdrawnAt != null) {
            return Optional.of("it was taken back");
        }
        if (!expiresAt.isAfter(now)) {
            return Optional.of("it was good until " + expiresAt);
        }
        return partner.state() == PartnerState.CLOSED ? Optional.of("the partner was closed") : Optional.empty();
    }

    static Invitation of(Row row) {
        return new Invitation(
                row.getUUID("invitation_id"),
                row.getUUID("brand_id"),
                Partner.of(row),
                PartnerRole.of(row),
                row.getBoolean("takes_over"),
                row.getUUID("made_by"),
                row.getString("made_by_name"),
                Rows.instant(row, "made_at"),
                Rows.instant(row, "expires_at"),
                Rows.instantOrNull(row, "withdrawn_at"),
                row.getUUID("accepted_by"),
                Rows.instantOrNull(row, "accepted_at"));
    }
}
