package dev.yima.gateway.lot.assignment;

import dev.yima.codec.LotNumber;
import dev.yima.gateway.lot.serials.Binding;
import dev.yima.gateway.lot.serials.NewRange;
import dev.yima.gateway.lot.serials.RangeView;
import dev.yima.gateway.lot.serials.SerialAssignmentRepository;
import dev.yima.gateway.platform.redis.CacheInvalidation;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
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
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Serial assignment: binds lots, and ranges of blank codes, to a product and a campaign. */
@Path("/api/v1/lots/{number}")
@Tag(name = "Lots")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Staff.ROLE)
@NonBlocking
@Cancellable(false)
public class SerialAssignmentResource {
    private final SerialAssignmentRepository assignments;
    private final CacheInvalidation caches;
    private final CurrentStaff staff;

    SerialAssignmentResource(SerialAssignmentRepository assignments, CacheInvalidation caches, CurrentStaff staff) {
        this.assignments = assignments;
        this.caches = caches;
        this.staff = staff;
    }

    /**
     * The ranges of a lot.
     *
     * @param items in the order of their serials
     */
    @Schema(name = "Ranges")
    public record RangesView(List<RangeView> items) {}

    /** Assigns a range of codes. */
    @POST
    @Path("/ranges")
    @Operation(
            summary = "Bind a range of blank codes to a product and a campaign",
            description = "For codes that were printed first. What the lot itself is bound to, and what another range"
                    + " holds, cannot be bound again. A dry run refuses what would be refused, and changes nothing."
                    + " Audited.")
    @APIResponse(responseCode = "201", description = "The range")
    @APIResponseSchema(value = RangeView.class, responseCode = "201")
    public Uni<Response> assign(@PathParam("number") String number, @NotNull @Valid NewRange request) {
        LotNumber lot = read(number);
        if (request.from() > request.to()) {
            throw Problem.invalid("to", "must not be before from");
        }
        if (request.productId() == null && request.campaignId() == null) {
            throw Problem.invalid("productId", "must be given, or campaignId");
        }
        if (request.dry()) {
            return staff.as(who -> assignments.assign(who, lot, request))
                    .map(range -> Response.ok(range).build());
        }
        return staff.as(who -> assignments.assign(who, lot, request))
                .invoke(() -> caches.announce("lot", lot.text()))
                .map(range ->
                        Response.status(Response.Status.CREATED).entity(range).build());
    }

    /** Takes out a range of codes. */
    @DELETE
    @Path("/ranges/{id}")
    @Operation(
            summary = "Unbind a range of codes, before the lot is activated",
            description = "They are blank again, and can be bound to something else. Audited.")
    public Uni<RangeView> unassign(@PathParam("number") String number, @PathParam("id") UUID id) {
        LotNumber lot = read(number);
        return staff.as(who -> assignments.unassign(who, lot, id)).invoke(() -> caches.announce("lot", lot.text()));
    }

    /** Binds a whole lot. */
    @PUT
    @Path("/binding")
    @Operation(
            summary = "Bind a whole lot to a product and a campaign",
            description = "To others or to none as often as you like before it is activated; afterwards only what it"
                    + " is not bound to yet. A dry run refuses what would be refused, and changes nothing. Audited.")
    public Uni<Binding> bind(
            @PathParam("number") String number,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @NotNull @Valid Binding request) {
        LotNumber lot = read(number);
        return staff.as(who -> assignments.bind(who, lot, request, dryRun)).invoke(() -> {
            if (!dryRun) {
                caches.announce("lot", lot.text());
            }
        });
    }

    /** Lists the ranges of a lot. */
    @GET
    @Path("/ranges")
    @Operation(summary = "List the ranges of a lot that are bound")
    public Uni<RangesView> ranges(@PathParam("number") String number) {
        LotNumber lot = read(number);
        return staff.as(who -> assignments.ranges(who, lot)).map(RangesView::new);
    }

    private static LotNumber read(String number) {
        return LotNumber.read(number).orElseThrow(() -> new Problem(ProblemType.NOT_FOUND));
    }
}
