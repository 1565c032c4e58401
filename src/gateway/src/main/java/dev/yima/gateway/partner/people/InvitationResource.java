package dev.yima.gateway.partner.people;

import dev.yima.gateway.partner.Partner;
import dev.yima.gateway.partner.PartnerRepository;
import dev.yima.gateway.partner.people.InvitationService.Made;
import dev.yima.gateway.partner.people.InvitationService.NewInvitation;
import dev.yima.gateway.platform.http.Page;
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
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The invitations of a partner. */
@Path("/api/v1/partners/{partner}/invitations")
@Tag(name = "Partners")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Staff.ROLE)
@NonBlocking
@Cancellable(false)
public class InvitationResource {
    private static final UUID START = new UUID(0, 0);

    private final Pool pool;
    private final PartnerRepository partners;
    private final InvitationService invitations;
    private final InvitationRepository repository;
    private final CurrentStaff staff;
    private final AuditLog audit;

    InvitationResource(
            Pool pool,
            PartnerRepository partners,
            InvitationService invitations,
            InvitationRepository repository,
            CurrentStaff staff,
            AuditLog audit) {
        this.pool = pool;
        this.partners = partners;
        this.invitations = invitations;
        this.repository = repository;
        this.staff = staff;
        this.audit = audit;
    }

    /**
     * An invitation, without its token.
     *
     * @param id its id
     * @param role the name of the role
     * @param takesOver whether others with the role leave when it is accepted
     * @param madeBy the staff key or the employment of the employee who made it
     * @param madeByName the name of the employee or of the key
     * @param madeAt the time at which it was made
     * @param expiresAt the end of its validity
     * @param withdrawnAt the time of withdrawal; null unless it was withdrawn
     * @param acceptedAt the time of acceptance; null unless it was accepted
     */
    @Schema(name = "Invitation")
    public record InvitationView(
            UUID id,
            @Schema(examples = "STORE") String role,
            boolean takesOver,
            UUID madeBy,
            @Nullable @Schema(examples = "Wang Fang") String madeByName,
            Instant madeAt,
            Instant expiresAt,
            @Nullable Instant withdrawnAt,
            @Nullable Instant acceptedAt) {
        private static InvitationView of(Invitation invitation) {
            return new InvitationView(
                    invitation.id(),
                    invitation.role().name(),
                    invitation.takesOver(),
                    invitation.madeBy(),
                    invitation.madeByName(),
                    invitation.madeAt(),
                    invitation.expiresAt(),
                    invitation.withdrawnAt(),
                    invitation.acceptedAt());
        }
    }

    /** Invites somebody. */
    @POST
    @Operation(summary = "Invite somebody", description = """
                    Whoever accepts it first, by the link or its QR code, gets the role, on the phone that they do it \
                    with. At most 50 of a dealer or store can be open. Audited.""")
    @APIResponse(responseCode = "201", description = "The invitation; its link is shown this once")
    @APIResponseSchema(value = Made.class, responseCode = "201")
    public Uni<Response> invite(@PathParam("partner") UUID partner, @NotNull @Valid NewInvitation asked) {
        return staff.as(who -> pool.withTransaction(tx -> invitations
                        .make(tx, who, partner, asked)
                        .call(made ->
                                audit.write(tx, who, "partner.invite", made.id().toString())))
                .map(made ->
                        Response.status(Response.Status.CREATED).entity(made).build()));
    }

    /** Lists the invitations. */
    @GET
    @Operation(
            summary = "List the invitations",
            description = "In the order in which they were made; with `open` only those that can still be accepted.")
    public Uni<Page<InvitationView>> invitations(
            @PathParam("partner") UUID partner,
            @QueryParam("open") @DefaultValue("false") boolean open,
            @QueryParam("limit") @DefaultValue(Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit,
            @Nullable @QueryParam("after") UUID after) {
        UUID from = after == null ? START : after;
        return staff.as(who -> require(who, partner)
                .flatMap(found -> (open
                                ? repository.openAt(pool, who.brand(), partner, from, limit)
                                : repository.at(pool, who.brand(), partner, from, limit))
                        .map(all -> new Page<>(
                                all.stream().map(InvitationView::of).toList(),
                                all.size() < limit
                                        ? null
                                        : all.get(limit - 1).id().toString()))));
    }

    /** Takes an invitation back. */
    @DELETE
    @Path("/{id}")
    @Operation(summary = "Take an invitation back", description = "One that was accepted stays accepted.")
    public Uni<Void> withdraw(@PathParam("partner") UUID partner, @PathParam("id") UUID id) {
        return staff.as(who -> pool.withTransaction(tx -> repository
                .find(tx, who.brand(), partner, id)
                .map(found -> found.orElseThrow(() -> new Problem(ProblemType.NOT_FOUND)))
                .flatMap(found -> repository.withdraw(tx, who.brand(), partner, id))
                .flatMap(done -> audit.write(tx, who, "partner.withdraw", id.toString()))));
    }

    /** Fails with {@code NOT_FOUND} unless the brand has the partner. */
    private Uni<Partner> require(Staff who, UUID partner) {
        return partners.find(pool, who.brand(), partner)
                .map(found -> found.orElseThrow(() -> new Problem(ProblemType.NOT_FOUND)));
    }
}
