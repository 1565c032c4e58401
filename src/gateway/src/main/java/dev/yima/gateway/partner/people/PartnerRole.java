package dev.yima.gateway.partner.people;

import dev.yima.engine.prize.ClaimSlot;
import dev.yima.gateway.partner.PartnerKind;
import io.vertx.mutiny.sqlclient.Row;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A role of employees at partners. Roles are data: a brand adds its own.
 *
 * @param id its id
 * @param name its name
 * @param kind the kind of partner where it exists
 * @param slot the slot whose rewards it earns; null for none
 * @param may its permissions
 */
@Schema(name = "PartnerRole")
public record PartnerRole(
        UUID id,
        @Schema(examples = "WAITER") String name,
        PartnerKind kind,
        @Nullable ClaimSlot slot,
        Set<Permission> may) {
    /** Whether it permits all that another role does, so that its holders may invite into that. */
    boolean covers(PartnerRole other) {
        return may.containsAll(other.may);
    }

    static PartnerRole of(Row row) {
        Set<Permission> may = EnumSet.noneOf(Permission.class);
        for (String permission : row.getArrayOfStrings("may")) {
            may.add(Permission.valueOf(permission));
        }
        String slot = row.getString("slot");
        return new PartnerRole(
                row.getUUID("role_id"),
                row.getString("role_name"),
                PartnerKind.valueOf(row.getString("role_kind")),
                slot == null ? null : ClaimSlot.valueOf(slot),
                may);
    }
}
