package dev.yima.gateway.partner;

import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.platform.http.Page;
import dev.yima.gateway.platform.staff.AuditChange;
import dev.yima.gateway.platform.staff.AuditLog;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The dealers and stores of a brand. */
@Path("/api/v1/partners")
@Tag(name = "Partners")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Staff.ROLE)
@NonBlocking
@Cancellable(false)
public class PartnerResource {
    private static final UUID START = new UUID(0, 0);

    private final Pool pool;
    private final PartnerRepository partners;
    private final CurrentStaff staff;
    private final AuditLog audit;
    private final Clock clock;

    PartnerResource(Pool pool, PartnerRepository partners, CurrentStaff staff, AuditLog audit, Clock clock) {
        this.pool = pool;
        this.partners = partners;
        this.staff = staff;
        this.audit = audit;
        this.clock = clock;
    }

    /** Adds a partner. */
    @POST
    @Operation(summary = "Add a dealer or a store")
    @APIResponse(responseCode = "201", description = "The partner")
    @APIResponseSchema(value = Partner.class, responseCode = "201")
    public Uni<Response> add(@NotNull @Valid NewPartner asked) {
        List<String> territory = asked.checked();
        UUID id = Ids.next(clock);
        return staff.as(who -> pool.withTransaction(tx -> requireDealer(tx, who, asked)
                        .flatMap(done -> partners.insert(tx, id, who.brand(), asked, territory, clock.instant()))
                        .call(made -> audit.write(tx, who, "partner.add", id.toString())))
                .map(made ->
                        Response.status(Response.Status.CREATED).entity(made).build()));
    }

    /** Lists the partners, in the order in which they were added. */
    @GET
    @Operation(summary = "List the dealers and stores")
    public Uni<Page<Partner>> list(
            @Nullable @QueryParam("kind") PartnerKind kind,
            @QueryParam("limit") @DefaultValue(Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit,
            @Nullable @QueryParam("after") UUID after) {
        return staff.as(who -> partners.list(pool, who.brand(), kind, after == null ? START : after, limit)
                .map(found -> new Page<>(
                        found,
                        found.size() < limit ? null : found.get(limit - 1).id().toString())));
    }

    /** Shows a partner. */
    @GET
    @Path("/{id}")
    @Operation(summary = "Show a dealer or a store")
    public Uni<Partner> show(@PathParam("id") UUID id) {
        return staff.as(who -> partners.find(pool, who.brand(), id)
                .map(found -> found.orElseThrow(() -> new Problem(ProblemType.NOT_FOUND))));
    }

    /** Changes a partner. */
    @PUT
    @Path("/{id}")
    @Operation(
            summary = "Change a dealer or a store",
            description = "Its kind stays. What it has earned stays its people's; what comes follows the change.")
    public Uni<Partner> change(@PathParam("id") UUID id, @NotNull @Valid NewPartner asked) {
        List<String> territory = asked.checked();
        return staff.as(who -> pool.withTransaction(tx -> lock(tx, who, id).flatMap(partner -> {
            if (partner.kind() != asked.kind()) {
                throw Problem.invalid("kind", "must stay " + partner.kind());
            }
            return requireDealer(tx, who, asked)
                    .flatMap(done -> partners.change(tx, who.brand(), id, asked, territory))
                    .call(after ->
                            audit.write(tx, who, "partner.change", id.toString(), new AuditChange(partner, after)));
        })));
    }

    /** Closes a partner. */
    @POST
    @Path("/{id}/close")
    @Operation(summary = "Close a dealer or a store", description = "It earns nothing more, and its people do nothing.")
    public Uni<Partner> close(@PathParam("id") UUID id) {
        return move(id, PartnerState.CLOSED, "partner.close");
    }

    /** Opens a closed partner again. */
    @POST
    @Path("/{id}/reopen")
    @Operation(summary = "Open a closed dealer or store again")
    public Uni<Partner> reopen(@PathParam("id") UUID id) {
        return move(id, PartnerState.ACTIVE, "partner.reopen");
    }

    private Uni<Partner> move(UUID id, PartnerState to, String action) {
        return staff.as(who -> pool.withTransaction(tx -> lock(tx, who, id).flatMap(partner -> {
            if (partner.state() == to) {
                return Uni.createFrom().item(partner);
            }
            if (partner.state() == PartnerState.SUSPENDED) {
                throw new Problem(ProblemType.WRONG_STATE, "it is suspended: an owner must reinstate it first");
            }
            return partners.move(tx, who.brand(), id, to)
                    .call(done ->
                            audit.write(tx, who, action, id.toString(), AuditChange.of("state", partner.state(), to)));
        })));
    }

    private Uni<Partner> lock(SqlClient tx, Staff who, UUID id) {
        return partners.lock(tx, who.brand(), id)
                .map(found -> found.orElseThrow(() -> new Problem(ProblemType.NOT_FOUND)));
    }

    private Uni<Void> requireDealer(SqlClient tx, Staff who, NewPartner asked) {
        UUID dealer = asked.dealerId();
        return dealer == null
                ? Uni.createFrom().voidItem()
                : partners.find(tx, who.brand(), dealer)
                        .map(found -> found.filter(partner -> partner.kind() == PartnerKind.DEALER)
                                .orElseThrow(() -> Problem.invalid("dealerId", "must be a dealer of this brand")))
                        .replaceWithVoid();
    }
}
