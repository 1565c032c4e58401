package dev.yima.gateway.partner.people;

import dev.yima.gateway.partner.Partner;
import dev.yima.gateway.partner.PartnerState;
import dev.yima.gateway.platform.db.Rows;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An employee: a person in a role at a partner.
 *
 * @param id the id of this employment, another one each time that somebody joins
 * @param partner the partner
 * @param role the role
 * @param member the person, as the brand knows them
 * @param name the name that they gave
 * @param since the time of joining
 * @param until the time of leaving; null while it lasts
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
        return new Employee(
                row.getUUID("colleague_id"),
                Partner.of(row),
                PartnerRole.of(row),
                row.getUUID("member_id"),
                row.getString("colleague_name"),
                Rows.instant(row, "joined_at"),
                Rows.instantOrNull(row, "left_at"));
    }

    /** Whether the employee has a permission now. */
    public boolean may(Permission permission) {
        return until == null
                && partner.state() != PartnerState.CLOSED
                && role.may().contains(permission);
    }
}
