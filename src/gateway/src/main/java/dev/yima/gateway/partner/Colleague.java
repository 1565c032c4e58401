package dev.yima.gateway.partner;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person in a role at a partner.
 *
 * @param id the id of this, another one each time that somebody joins
 * @param partner where
 * @param role what they do there
 * @param member who, as the brand knows them
 * @param name what they call themselves
 * @param since since when
 * @param until until when; null while it lasts
 */
public record Colleague(
        UUID id,
        Partner partner,
        Role role,
        UUID member,
        String name,
        Instant since,
        @Nullable Instant until) {
    static Colleague of(Row row) {
        OffsetDateTime left = row.getOffsetDateTime("left_at");
        return new Colleague(
                row.getUUID("colleague_id"),
                Partner.of(row),
                Role.of(row),
                row.getUUID("member_id"),
                row.getString("colleague_name"),
                row.getOffsetDateTime("joined_at").toInstant(),
                left == null ? null : left.toInstant());
    }

    /** Whether they may do something in the partner's name now. */
    public boolean may(Deed deed) {
        return until == null
                && partner.state() != PartnerState.CLOSED
                && role.may().contains(deed);
    }
}
