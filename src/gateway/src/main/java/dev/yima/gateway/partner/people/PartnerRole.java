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
 * What somebody does at a partner. Roles are data: a brand adds those of its trade.
 *
 * @param id its id
 * @param name what it is called
 * @param kind where somebody can have it
 * @param slot whose rewards it earns; null for none
 * @param may what it lets people do
 */
@Schema(name = "PartnerRole")
public record PartnerRole(
        UUID id,
        @Schema(examples = "WAITER") String name,
        PartnerKind kind,
        @Nullable ClaimSlot slot,
        Set<Permission> may) {
    /** Whether it lets people do all that another one does, so that whoever has it may bring others into that. */
    boolean covers(PartnerRole other) {
        return may.containsAll(other.may);
    }

    static PartnerRole of(Row row) {
        Set<Permission> may = EnumSet.noneOf(Permission.class);
        for (String deed : row.getArrayOfStrings("may")) {
            may.add(Permission.valueOf(deed));
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
