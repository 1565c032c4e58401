package dev.yima.gateway.platform.staff.audit;

import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.platform.http.Page;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The audit of a brand, for its owners. */
@Path("/api/v1/audit")
@Tag(name = "Audit")
@RolesAllowed(Staff.OWNER)
@NonBlocking
public class AuditResource {
    private static final UUID START = new UUID(0, 0);
    private static final String LIST = """
            SELECT id, key_id, action, subject, origin, before_value, after_value, happened_at FROM audit
            WHERE brand_id = $1 AND id > $2 ORDER BY id LIMIT $3""";

    private final Pool pool;
    private final AuditChain chain;
    private final CurrentStaff staff;

    AuditResource(Pool pool, AuditChain chain, CurrentStaff staff) {
        this.pool = pool;
        this.chain = chain;
        this.staff = staff;
    }

    /**
     * An entry of the audit.
     *
     * @param id its id
     * @param at the time of the action
     * @param key the id of the key that acted
     * @param action the action
     * @param subject the id of the thing acted on
     * @param origin the network that the request came from; null where it is not known
     * @param before the values before, as JSON; null where none are told
     * @param after the values after, as JSON; null where none are told
     */
    @Schema(name = "AuditEntry")
    public record Entry(
            UUID id,
            Instant at,
            UUID key,
            @Schema(examples = "brand.change") String action,
            String subject,
            @Nullable @Schema(examples = "203.0.113.0/24") String origin,

            @Nullable @Schema(examples = "{\"name\":\"Spring\"}")
            String before,

            @Nullable @Schema(examples = "{\"name\":\"Mountain Spring\"}")
            String after) {
        private static Entry of(Row row) {
            return new Entry(
                    row.getUUID("id"),
                    Rows.instant(row, "happened_at"),
                    row.getUUID("key_id"),
                    row.getString("action"),
                    row.getString("subject"),
                    row.getString("origin"),
                    row.getString("before_value"),
                    row.getString("after_value"));
        }
    }

    /** Lists the entries, in the order of their time. */
    @GET
    @Operation(summary = "List the audit", description = "Only for owners.")
    public Uni<Page<Entry>> list(
            @QueryParam("limit") @DefaultValue(Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit,
            @Nullable @QueryParam("after") UUID after) {
        return staff.as(who -> pool.preparedQuery(LIST)
                .execute(Tuple.of(who.brand(), after == null ? START : after, limit))
                .map(rows -> {
                    List<Entry> found = Rows.map(rows, Entry::of);
                    return new Page<>(
                            found,
                            found.size() < limit
                                    ? null
                                    : found.get(limit - 1).id().toString());
                }));
    }

    /** The last link of the chain. */
    @GET
    @Path("/head")
    @Operation(
            summary = "The last link of the audit's chain",
            description = "Publish it, or keep it where nobody of the deployment can change it.")
    public Uni<AuditChain.Head> head() {
        return staff.as(who -> chain.head(who.brand()));
    }

    /** The whole audit with its chain. */
    @GET
    @Path("/export")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(
            summary = "Export the audit with its chain",
            description = "For codegen verify-audit. An entry is sealed within seconds, and then in it.")
    public Multi<String> export() {
        return staff.as(who -> Uni.createFrom().item(who.brand())).onItem().transformToMulti(chain::export);
    }
}
