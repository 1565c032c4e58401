package dev.yima.gateway.partnerapp;

import dev.yima.gateway.claim.Reward;
import dev.yima.gateway.partner.people.InvitationService.Made;
import dev.yima.gateway.partner.people.InvitationService.NewInvitation;
import dev.yima.gateway.platform.http.PlainText;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.reward.coupon.CouponRepository.Redeemed;
import dev.yima.gateway.visitor.EmployeeRequest;
import dev.yima.gateway.visitor.Visitor;
import dev.yima.gateway.visitor.VisitorCookies;
import dev.yima.gateway.visitor.VisitorRequests;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** What people at dealers and stores do with a phone. They are known by the same cookie as consumers. */
@Path("/api/v1/partner")
@Tag(name = "Partner")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Cancellable(false)
public class PartnerScanResource {
    private final PartnerScanFlow flow;
    private final PartnerDashboard workplace;
    private final VisitorRequests door;

    PartnerScanResource(PartnerScanFlow flow, PartnerDashboard workplace, VisitorRequests door) {
        this.flow = flow;
        this.workplace = workplace;
        this.door = door;
    }

    /**
     * Accepts an invitation.
     *
     * @param token the last part of the invitation's address
     * @param name what whoever accepts calls themselves
     */
    public record Joining(
            @NotNull @Size(max = 64) String token,

            @NotNull @PlainText(max = 40) @Schema(examples = "Wang Fang")
            String name) {}

    /**
     * A scanned code.
     *
     * @param code the code, or what the camera read
     * @param partnerId for which store, where somebody works at several
     */
    public record Scanned(
            @NotNull @Size(max = 2_048) @Schema(examples = "8KX2W5P3N7QRM4T1")
            String code,

            @Nullable UUID partnerId) {}

    /**
     * An opened case.
     *
     * @param partnerId the store that opened it
     * @param store what people call that
     * @param openedAt when
     * @param reward what the person has won by it
     */
    @Schema(name = "OpenedCase")
    public record OpenedCase(
            UUID partnerId,
            String store,
            Instant openedAt,
            @Nullable Reward reward) {}

    /**
     * What a guide stands for.
     *
     * @param mine whether it is this guide; false when another one was first
     */
    @Schema(name = "GuideBond")
    public record Bond(boolean mine) {}

    /**
     * Goods that arrived.
     *
     * @param partnerId who received them
     * @param partner what people call them
     * @param at when they first said so
     */
    @Schema(name = "PartnerReceipt")
    public record Arrived(
            UUID partnerId,
            @Schema(examples = "Corner shop, Renmin Road") String partner,
            Instant at) {}

    /** Accepts an invitation. */
    @POST
    @Path("/join")
    @Operation(
            summary = "Accept an invitation",
            description = "Once, by one person; the same person again changes nothing. The person is the cookie.")
    @APIResponse(responseCode = "200", description = "Where the person works now")
    @APIResponseSchema(value = PartnerDashboard.Post.class, responseCode = "200")
    public Uni<Response> join(
            @NotNull @Valid Joining joining,
            @Nullable @Parameter(hidden = true) @CookieParam(VisitorCookies.COOKIE) String cookie,
            @Context HttpServerRequest http) {
        EmployeeRequest counter = door.employee(cookie, http);
        return workplace.join(counter, joining.token(), joining.name()).map(offer -> {
            Visitor after = counter.hiredBy(offer.brand());
            PartnerDashboard.Post post = PartnerDashboard.Post.of(offer.partner(), offer.role());
            Response.ResponseBuilder response = Response.ok(post).header(HttpHeaders.CACHE_CONTROL, "no-store");
            String newCookie = door.newCookie(counter.person(), after, http);
            return (newCookie == null ? response : response.header(HttpHeaders.SET_COOKIE, newCookie)).build();
        });
    }

    /** Shows where the person works and what they earn. */
    @GET
    @Operation(
            summary = "Where I work and what I earn",
            description = "With a brand: the one that is asked for, or else the one that the person met last if they"
                    + " work for it, or else another one for which they do. The person is the cookie.")
    public Uni<PartnerDashboard.Self> self(
            @Nullable @QueryParam("brand") UUID brand,
            @Nullable @Parameter(hidden = true) @CookieParam(VisitorCookies.COOKIE) String cookie,
            @Context HttpServerRequest http) {
        return workplace.at(door.employee(cookie, http), brand).flatMap(workplace::self);
    }

    /** Shows a code to somebody who sells it. */
    @GET
    @Path("/codes/{code}")
    @Operation(
            summary = "Look at a code as one who sells it",
            description = "What is in it, where it should be, and whether its case was opened. Outer codes never pay.")
    public Uni<GoodsView> code(
            @PathParam("code") String code,
            @Nullable @Parameter(hidden = true) @CookieParam(VisitorCookies.COOKIE) String cookie,
            @Context HttpServerRequest http) {
        return flow.read(door.employee(cookie, http), code).flatMap(workplace::goods);
    }

    /** Receives goods. */
    @POST
    @Path("/receipts")
    @Operation(
            summary = "Receive goods that were sent to where I work",
            description = "A box, a case or a pallet with all that is in it. The same again changes nothing.")
    public Uni<Arrived> receive(
            @NotNull @Valid Scanned scanned,
            @Nullable @Parameter(hidden = true) @CookieParam(VisitorCookies.COOKIE) String cookie,
            @Context HttpServerRequest http) {
        return flow.receive(door.employee(cookie, http), scanned.code(), scanned.partnerId())
                .map(receipt -> new Arrived(receipt.partner(), receipt.name(), receipt.at()));
    }

    /** Opens a case. */
    @POST
    @Path("/openings")
    @Operation(summary = "Open a case", description = """
                    By the code inside it. From then on the store is paid when what was in it is drunk. The opening's \
                    reward is paid, if the code's campaign has one. The first store keeps it; the same store again \
                    is answered the same.""")
    public Uni<OpenedCase> open(
            @NotNull @Valid Scanned scanned,
            @Nullable @Parameter(hidden = true) @CookieParam(VisitorCookies.COOKIE) String cookie,
            @Context HttpServerRequest http) {
        return flow.open(door.employee(cookie, http), scanned.code(), scanned.partnerId())
                .map(opened -> new OpenedCase(opened.store(), opened.storeName(), opened.at(), opened.reward()));
    }

    /** Makes the person the guide of a code. */
    @POST
    @Path("/guides")
    @Operation(
            summary = "Stand for an item or a case as its guide",
            description = "The guide is paid in the commit of the consumer's claim. The first one stays.")
    public Uni<Bond> guide(
            @NotNull @Valid Scanned scanned,
            @Nullable @Parameter(hidden = true) @CookieParam(VisitorCookies.COOKIE) String cookie,
            @Context HttpServerRequest http) {
        return flow.stand(door.employee(cookie, http), scanned.code(), scanned.partnerId())
                .map(Bond::new);
    }

    /** Claims a guide's reward. */
    @POST
    @Path("/claims")
    @Operation(
            summary = "Claim a guide's reward for a cap that a guest has claimed",
            description = "For caps of cases that the guide's store opened; once for each cap.")
    public Uni<Reward> claim(
            @NotNull @Valid Scanned scanned,
            @Nullable @Parameter(hidden = true) @CookieParam(VisitorCookies.COOKIE) String cookie,
            @Context HttpServerRequest http) {
        return flow.claim(door.employee(cookie, http), scanned.code(), scanned.partnerId());
    }

    /** Redeems a coupon. */
    @POST
    @Path("/coupons/{coupon}/redeem")
    @Operation(
            summary = "Redeem a guest's coupon",
            description = "Once, by one store, which earns its fee. The same store again is answered the same.")
    public Uni<Redeemed> redeem(
            @PathParam("coupon") String coupon,
            @Nullable @QueryParam("brand") UUID brand,
            @Nullable @Parameter(hidden = true) @CookieParam(VisitorCookies.COOKIE) String cookie,
            @Context HttpServerRequest http) {
        return workplace.at(door.employee(cookie, http), brand).flatMap(there -> workplace.redeem(there, coupon, null));
    }

    /** Invites somebody to the same partner. */
    @POST
    @Path("/invitations")
    @Operation(
            summary = "Invite somebody to the dealer or store where I work",
            description = "Into my role, or one that may do no more. At most 50 of a dealer or store can be open.")
    @APIResponse(responseCode = "201", description = "The invitation; its link is shown this once")
    @APIResponseSchema(value = Made.class, responseCode = "201")
    public Uni<Response> invite(
            @NotNull @Valid NewInvitation asked,
            @Nullable @QueryParam("brand") UUID brand,
            @Nullable @Parameter(hidden = true) @CookieParam(VisitorCookies.COOKIE) String cookie,
            @Context HttpServerRequest http) {
        if (asked.takesOver() != null && asked.takesOver()) {
            throw Problem.invalid("takesOver", "must be left to the brand's staff");
        }
        return workplace
                .at(door.employee(cookie, http), brand)
                .flatMap(there -> workplace.invite(there, asked))
                .map(made ->
                        Response.status(Response.Status.CREATED).entity(made).build());
    }
}
