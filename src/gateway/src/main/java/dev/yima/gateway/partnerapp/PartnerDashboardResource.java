package dev.yima.gateway.partnerapp;

import dev.yima.engine.prize.ClaimSlot;
import dev.yima.gateway.idempotency.IdempotentRequest;
import dev.yima.gateway.partner.PartnerKind;
import dev.yima.gateway.partner.people.InvitationService.Made;
import dev.yima.gateway.partner.people.InvitationService.NewInvitation;
import dev.yima.gateway.partner.people.InvitationService.Offer;
import dev.yima.gateway.partner.people.PartnerRole;
import dev.yima.gateway.partner.people.Permission;
import dev.yima.gateway.partner.people.Pin;
import dev.yima.gateway.platform.http.PlainText;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.reward.coupon.RedeemedCoupon;
import dev.yima.gateway.visitor.EmployeeRequest;
import dev.yima.gateway.visitor.Visitor;
import dev.yima.gateway.visitor.VisitorRequests;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
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
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The dashboard of a partner's employee, for programs: posts and earnings, invitations, coupons. */
@Path("/api/v1/partner")
@Tag(name = "Partner")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Cancellable(false)
public class PartnerDashboardResource {
    private final PartnerDashboard dashboard;
    private final EmployeeInvitations invitations;
    private final EmployeeRedemption coupons;
    private final PartnerActions actions;
    private final VisitorRequests visitors;

    PartnerDashboardResource(
            PartnerDashboard dashboard,
            EmployeeInvitations invitations,
            EmployeeRedemption coupons,
            PartnerActions actions,
            VisitorRequests visitors) {
        this.dashboard = dashboard;
        this.invitations = invitations;
        this.coupons = coupons;
        this.actions = actions;
        this.visitors = visitors;
    }

    /**
     * Acceptance of an invitation.
     *
     * @param token the last part of the invitation's address
     * @param name the name by which the employee is to be called
     * @param pin the PIN that they choose, or the one that they have
     */
    public record Joining(
            @NotNull @Size(max = 64) String token,

            @NotNull @PlainText(max = 40) @Schema(examples = "Wang Fang")
            String name,

            @NotNull @Pattern(regexp = Pin.FORM, message = Pin.RULE) @Schema(examples = "730518")
            String pin) {}

    /**
     * A PIN.
     *
     * @param pin the PIN
     */
    @Schema(name = "GivenPin")
    public record GivenPin(
            @NotNull @Pattern(regexp = Pin.FORM, message = Pin.RULE) @Schema(examples = "730518")
            String pin) {}

    /**
     * A confirmation.
     *
     * @param until the moment until which it holds, for this browser on this network
     */
    @Schema(name = "PartnerConfirmation")
    public record Confirmed(Instant until) {}

    /**
     * The post of somebody who accepted an invitation.
     *
     * @param partnerId the dealer or store
     * @param kind dealer or store
     * @param name its name
     * @param role the name of the role
     * @param slot the slot whose rewards the role earns; null for none
     * @param may the permissions of the role
     * @param already whether they had accepted it before: nothing was done now
     */
    @Schema(name = "JoinedPost")
    public record Joined(
            UUID partnerId,
            PartnerKind kind,
            @Schema(examples = "Corner shop, Renmin Road") String name,
            @Schema(examples = "STORE") String role,
            @Nullable ClaimSlot slot,
            Set<Permission> may,
            boolean already) {
        private static Joined of(Offer offer) {
            PartnerRole role = offer.role();
            return new Joined(
                    offer.partner().id(),
                    offer.partner().kind(),
                    offer.partner().name(),
                    role.name(),
                    role.slot(),
                    role.may(),
                    offer.accepted());
        }
    }

    /** Accepts an invitation. */
    @POST
    @Path("/join")
    @Operation(
            summary = "Accept an invitation",
            description =
                    "Once, by one person; the same person again changes nothing, and is told so. The person is the"
                            + " cookie; without one, an `Idempotency-Key` that is a random UUID tells who repeats it."
                            + " Who works nowhere yet chooses a PIN, and so does who is invited anew to a post that"
                            + " they have, by the brand's staff if they have several; everybody else gives theirs.")
    @APIResponse(responseCode = "200", description = "Where the person works now")
    @APIResponseSchema(value = Joined.class, responseCode = "200")
    public Uni<Response> join(
            @NotNull @Valid Joining joining,
            @Nullable @HeaderParam("Idempotency-Key") String requestKey,
            @Context HttpServerRequest http) {
        Visitor person = requestKey == null
                ? visitors.person(http)
                : visitors.person(IdempotentRequest.checkKey(requestKey), joining.token(), http);
        EmployeeRequest request = visitors.employee(person, http);
        return invitations
                .join(request, joining.token(), joining.name(), Pin.of(joining.pin()))
                .map(offer -> {
                    Visitor after = request.hiredBy(offer.brand());
                    Response.ResponseBuilder response =
                            Response.ok(Joined.of(offer)).header(HttpHeaders.CACHE_CONTROL, "no-store");
                    String newCookie = visitors.newCookie(request.person(), after, http);
                    return (newCookie == null ? response : response.header(HttpHeaders.SET_COOKIE, newCookie)).build();
                });
    }

    /** Confirms that it is the employee who acts. */
    @POST
    @Path("/confirmations")
    @Operation(
            summary = "Confirm with the PIN that it is me",
            description = "What brings money or power (redeem, open, claim, stand for a code, invite) is refused with"
                    + " `confirmation-needed` unless it was confirmed from the same browser on the same network of"
                    + " late. Five wrong PINs in an hour lock it for an hour. A PIN that was forgotten ends with a new"
                    + " invitation to the same post.")
    public Uni<Confirmed> confirm(
            @NotNull @Valid GivenPin given,
            @Nullable @QueryParam("brand") UUID brand,
            @Context HttpServerRequest http) {
        return actions.confirm(visitors.employee(http), brand, given.pin()).map(Confirmed::new);
    }

    /** Shows the posts and the earnings of the employee. */
    @GET
    @Operation(
            summary = "Where I work and what I earn",
            description = "With a brand: the one that is asked for, or else the one that the person met last if they"
                    + " work for it, or else another one for which they do. The person is the cookie.")
    public Uni<PartnerDashboard.Self> self(@Nullable @QueryParam("brand") UUID brand, @Context HttpServerRequest http) {
        return dashboard.at(visitors.employee(http), brand).flatMap(dashboard::self);
    }

    /** Redeems a coupon. */
    @POST
    @Path("/coupons/{coupon}/redeem")
    @Operation(
            summary = "Redeem a guest's coupon",
            description = "Once, by one store, which earns its fee. The same request with the same `Idempotency-Key` is"
                    + " answered the same; any other is a second redemption, and refused.")
    public Uni<RedeemedCoupon> redeem(
            @PathParam("coupon") String coupon,
            @Nullable @QueryParam("brand") UUID brand,
            @Nullable @Size(max = 128) @HeaderParam("Idempotency-Key") String requestKey,
            @Context HttpServerRequest http) {
        return dashboard
                .at(visitors.employee(http), brand)
                .flatMap(there -> coupons.redeem(there, coupon, null, requestKey));
    }

    /** Invites somebody to a partner of the employee. */
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
            @Context HttpServerRequest http) {
        if (asked.takesOver() != null && asked.takesOver()) {
            throw Problem.invalid("takesOver", "must be left to the brand's staff");
        }
        return dashboard
                .at(visitors.employee(http), brand)
                .flatMap(there -> invitations.invite(there, asked))
                .map(made ->
                        Response.status(Response.Status.CREATED).entity(made).build());
    }
}
