package dev.yima.gateway.partner.people;

import dev.yima.gateway.partner.Partner;
import dev.yima.gateway.partner.PartnerState;
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
public record Employee(
        UUID id,
        Partner partner,
        PartnerRole role,
        UUID member,
        String name,
        Instant since,
        @Nullable Instant until) {
    static Employee of(Row row) {
        OffsetDateTime left = row.getOffsetDateTime("left_at");
        return new Employee(
                row.getUUID("colleague_id"),
                Partner.of(row),
                PartnerRole.of(row),
                row.getUUID("member_id"),
                row.getString("colleague_name"),
                row.getOffsetDateTime("joined_at").toInstant(),
                left == null ? null : left.toInstant());
    }

    /** Whether they may do something in the partner's name now. */
    public boolean may(Permission deed) {
        return until == null
                && partner.state() != PartnerState.CLOSED
                && role.may().contains(deed);
    }
}
