package dev.yima.gateway.partner.people;

import dev.yima.engine.prize.ClaimSlot;
import dev.yima.gateway.partner.PartnerKind;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.platform.http.PlainText;
import dev.yima.gateway.platform.staff.AuditLog;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Roles of employees at dealers and stores. */
@Path("/api/v1/partner-roles")
@Tag(name = "Partners")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Staff.ROLE)
@NonBlocking
@Cancellable(false)
public class PartnerRoleResource {
    private static final int ROLES_MAX = 100;

    private final Pool pool;
    private final PartnerRoleRepository roles;
    private final CurrentStaff staff;
    private final AuditLog audit;
    private final Clock clock;

    PartnerRoleResource(Pool pool, PartnerRoleRepository roles, CurrentStaff staff, AuditLog audit, Clock clock) {
        this.pool = pool;
        this.roles = roles;
        this.staff = staff;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Request to add a role.
     *
     * @param name its name, unique in the brand
     * @param kind the kind of partner where it exists
     * @param slot the slot whose rewards it earns: {@code DEALER} at a dealer, {@code STORE} or {@code GUIDE} at a
     *     store; left
     *     out, none
     * @param may its permissions
     */
    @Schema(name = "NewPartnerRole")
    public record NewRole(
            @NotNull @PlainText(max = 40) @Schema(examples = "WAITER")
            String name,

            @NotNull PartnerKind kind,
            @Nullable @Schema(examples = "GUIDE") ClaimSlot slot,
            @NotNull @Size(max = 10) Set<@NotNull Permission> may) {
        private void check() {
            if (slot != null) {
                boolean fits = switch (slot) {
                    case DEALER -> kind == PartnerKind.DEALER;
                    case STORE, GUIDE -> kind == PartnerKind.STORE;
                    case CONSUMER, SHARE -> false;
                };
                if (!fits) {
                    throw Problem.invalid("slot", "must be DEALER at a dealer, STORE or GUIDE at a store");
                }
            }
        }
    }

    /** Adds a role. */
    @POST
    @Operation(summary = "Add a role", description = "At most " + ROLES_MAX + " with those that come with Yima.")
    @APIResponse(responseCode = "201", description = "The role")
    @APIResponseSchema(value = PartnerRole.class, responseCode = "201")
    public Uni<Response> add(@NotNull @Valid NewRole asked) {
        asked.check();
        PartnerRole role = new PartnerRole(Ids.next(clock), asked.name(), asked.kind(), asked.slot(), asked.may());
        return staff.as(who -> pool.withTransaction(tx -> roles.lock(tx, who.brand())
                        .flatMap(locked -> roles.list(tx, who.brand(), ROLES_MAX))
                        .invoke(known -> {
                            if (known.stream().anyMatch(other -> other.name().equals(role.name()))) {
                                throw Problem.at(ProblemType.WRONG_STATE, "name", "is another role's");
                            }
                            if (known.size() == ROLES_MAX) {
                                throw new Problem(ProblemType.WRONG_STATE, "there are " + ROLES_MAX + " roles");
                            }
                        })
                        .flatMap(free -> roles.insert(tx, who.brand(), role))
                        .flatMap(done ->
                                audit.write(tx, who, "partner.role", role.id().toString())))
                .map(done ->
                        Response.status(Response.Status.CREATED).entity(role).build()));
    }

    /** Lists the roles. */
    @GET
    @Operation(summary = "List the roles", description = "Those that come with Yima first.")
    public Uni<List<PartnerRole>> list() {
        return staff.as(who -> roles.list(pool, who.brand(), ROLES_MAX));
    }
}
