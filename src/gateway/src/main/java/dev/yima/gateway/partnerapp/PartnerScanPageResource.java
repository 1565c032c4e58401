package dev.yima.gateway.partnerapp;

import dev.yima.gateway.brand.page.PageRenderer;
import dev.yima.gateway.brand.page.PageResource;
import dev.yima.gateway.brand.page.WebPage;
import dev.yima.gateway.partner.people.InvitationService.Offer;
import dev.yima.gateway.partner.people.Pin;
import dev.yima.gateway.partnerapp.PartnerScanPages.Reply;
import dev.yima.gateway.partnerapp.PartnerScanView.Act;
import dev.yima.gateway.partnerapp.PartnerScanView.Outcome;
import dev.yima.gateway.partnerapp.PartnerScanView.Question;
import dev.yima.gateway.partnerapp.PartnerScanView.RepeatedForm;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.platform.http.Form;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.visitor.EmployeeRequest;
import dev.yima.gateway.visitor.Visitor;
import dev.yima.gateway.visitor.VisitorRequests;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
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
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * The pages of employees of dealers and stores. Each form asks for something that is done once however often it is
 * sent, so its answer is a page, and loading that again is as good as the first time.
 */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@NonBlocking
@Cancellable(false)
public class PartnerScanPageResource extends PageResource {
    private static final int NAME_LENGTH_MAX = 40;
    private static final String PARTNER = "partnerId";
    private static final String BRAND = "brand";
    private static final String HOME = "/partner";

    private final PartnerActions actions;
    private final EmployeeRedemption coupons;
    private final EmployeeInvitations invitations;
    private final PartnerScanPages partnerPages;
    private final PageRenderer pages;
    private final VisitorRequests visitors;

    PartnerScanPageResource(
            PartnerActions actions,
            EmployeeRedemption coupons,
            EmployeeInvitations invitations,
            PartnerScanPages partnerPages,
            PageRenderer pages,
            VisitorRequests visitors) {
        this.actions = actions;
        this.coupons = coupons;
        this.invitations = invitations;
        this.partnerPages = partnerPages;
        this.pages = pages;
        this.visitors = visitors;
    }

    /** Shows the posts and the earnings of the employee at one brand. */
    @GET
    @Path("partner")
    @Operation(hidden = true)
    public Uni<Response> home(@Nullable @QueryParam(BRAND) String brand, @Context HttpServerRequest http) {
        EmployeeRequest request = visitors.employee(http);
        return respond(partnerPages.home(request, brand(brand), there -> nothing(), language(http)), "", http);
    }

    /** Redeems a coupon. */
    @POST
    @Path("partner/coupons")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(hidden = true)
    public Uni<Response> redeem(byte @Nullable [] body, @Context HttpServerRequest http) {
        EmployeeRequest request = visitors.employee(http);
        Uni<WebPage> page = form(body).flatMap(form -> {
            String coupon = form.text("coupon");
            UUID store = partner(form);
            Function<EmployeeRequest, Uni<Outcome>> redeem = there -> PartnerScanPages.said(confirmed(there, form)
                            .flatMap(confirmed -> isSure(form)
                                    ? coupons.redeem(there, coupon, store, redemption(form))
                                            .map(Outcome::of)
                                    : coupons.preview(there, coupon, store)
                                            .map(found -> Outcome.of(new Question(store, found)))))
                    .map(outcome -> outcome.after(coupon).repeating(RepeatedForm.of("coupons", form)));
            return partnerPages.home(request, brand(form.text(BRAND)), redeem, language(http));
        });
        return respond(page, HOME, http);
    }

    /** Leads from the address of a form, where a browser may come back to, to the page that has the form. */
    @GET
    @Path("partner/{act: receive|open|stand|claim|coupons}")
    @Operation(hidden = true)
    public Response back() {
        return toHome("");
    }

    /** Does something with a code. */
    @POST
    @Path("partner/{act: receive|open|stand|claim}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(hidden = true)
    public Uni<Response> act(@PathParam("act") String act, byte @Nullable [] body, @Context HttpServerRequest http) {
        EmployeeRequest request = visitors.employee(http);
        Act asked = Act.valueOf(act.toUpperCase(Locale.ROOT));
        Uni<WebPage> page = form(body).flatMap(form -> {
            String code = form.text("code");
            Uni<Outcome> done = confirmed(request, form)
                    .flatMap(confirmed -> asked == Act.OPEN && !isSure(form)
                            ? Uni.createFrom().item(Outcome.of(new Question(partner(form), null)))
                            : actions.run(asked, request, code, partner(form)));
            Uni<Outcome> told =
                    PartnerScanPages.said(done).map(outcome -> outcome.repeating(RepeatedForm.of(asked.path(), form)));
            return partnerPages.after(request, code, told, language(http));
        });
        return respond(page, HOME, http);
    }

    /**
     * Shows an invitation. A GET accepts nothing, so a link preview cannot use it up. The cookie comes with it, so that
     * a form which is sent twice is sent by the same person.
     */
    @GET
    @Path("join/{token}")
    @Operation(hidden = true)
    public Uni<Response> invitation(@PathParam("token") String token, @Context HttpServerRequest http) {
        EmployeeRequest request = visitors.employee(http);
        return invitations
                .find(token)
                .flatMap(found -> found.map(offer -> invitations.worksBy(request, offer))
                        .orElse(Uni.createFrom().item(false))
                        .flatMap(works -> works
                                ? Uni.createFrom()
                                        .item(toHome("?brand=" + found.get().brand()))
                                : offered(request, token, found, http)))
                .onFailure()
                .recoverWithUni(failure -> respond(Uni.createFrom().failure(failure), "", http));
    }

    private Uni<Response> offered(
            EmployeeRequest request, String token, Optional<Offer> offer, HttpServerRequest http) {
        ActionNotice note = offer.filter(Offer::over).isPresent() ? ActionNotice.INVITATION_OVER : null;
        return respond(shown(request, token, note, "", http), "", http).map(page -> withCookie(page, http));
    }

    private static Response toHome(String query) {
        return Response.status(Response.Status.SEE_OTHER)
                .header(HttpHeaders.LOCATION, HOME + query)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /** Accepts an invitation, and redirects to the page of employees. */
    @POST
    @Path("join/{token}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(hidden = true)
    public Uni<Response> join(
            @PathParam("token") String token, byte @Nullable [] body, @Context HttpServerRequest http) {
        EmployeeRequest request = visitors.employee(http);
        return form(body)
                .flatMap(form -> join(request, token, form.text("name"), form.text("pin"), http))
                .onFailure()
                .recoverWithUni(failure -> respond(Uni.createFrom().failure(failure), "", http));
    }

    private Uni<Response> join(EmployeeRequest request, String token, String name, String pin, HttpServerRequest http) {
        return Uni.createFrom()
                .deferred(() -> {
                    String called = name(name);
                    return request.person().known()
                            ? joined(request, token, called, Pin.of(pin), http)
                            : respond(shown(request, token, ActionNotice.NO_COOKIES, name, http), "", http)
                                    .map(page -> withCookie(page, http));
                })
                .onFailure(failure -> ActionNotice.of(failure).isPresent())
                .recoverWithUni(failure ->
                        respond(shown(request, token, ActionNotice.of(failure).orElseThrow(), name, http), "", http));
    }

    private Uni<Response> joined(EmployeeRequest request, String token, String name, Pin pin, HttpServerRequest http) {
        return invitations.join(request, token, name, pin).map(offer -> {
            String newCookie = visitors.newCookie(request.person(), request.hiredBy(offer.brand()), http);
            return withCookie(toHome(""), newCookie);
        });
    }

    private Response withCookie(Response page, HttpServerRequest http) {
        Visitor person = visitors.person(http);
        String newCookie = visitors.newCookie(person, person, http);
        return withCookie(page, newCookie);
    }

    private static Response withCookie(Response page, @Nullable String newCookie) {
        return newCookie == null
                ? page
                : Response.fromResponse(page)
                        .header(HttpHeaders.SET_COOKIE, newCookie)
                        .build();
    }

    private Uni<WebPage> shown(
            EmployeeRequest request, String token, @Nullable ActionNotice note, String name, HttpServerRequest http) {
        return invitations
                .find(token)
                .flatMap(offer -> offer.map(one -> invitations.choosesPin(request, token, one))
                        .orElse(Uni.createFrom().item(false))
                        .flatMap(chooses ->
                                partnerPages.invitation(offer, new Reply(token, note, name, chooses), language(http))));
    }

    /** Confirms with the PIN of a form that it is the employee who sends it; a form without one confirms nothing. */
    private Uni<?> confirmed(EmployeeRequest request, Form form) {
        String pin = form.text("pin");
        return pin.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().deferred(() -> actions.confirm(request, brand(form.text(BRAND)), pin));
    }

    /**
     * Answers with a page, or with a page of apology where that fails.
     *
     * @param again the address at which to try again; empty for the same
     */
    private Uni<Response> respond(Uni<WebPage> page, String again, HttpServerRequest http) {
        return page.onFailure()
                .recoverWithUni(failure -> pages.sorry(failure, language(http), again))
                .map(made -> answer(made).build());
    }

    /** Whether the employee has confirmed an act that cannot be undone. */
    private static boolean isSure(Form form) {
        return !form.text("sure").isEmpty();
    }

    private static @Nullable UUID partner(Form form) {
        return id(form.text(PARTNER));
    }

    private static Uni<Outcome> nothing() {
        return Uni.createFrom().item(Outcome.NONE);
    }

    private static Locale language(HttpServerRequest http) {
        return PageRenderer.language(http.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
    }

    private static Uni<Form> form(byte @Nullable [] body) {
        return Uni.createFrom().item(() -> Form.read(body));
    }

    private static String name(String name) {
        String said = name.strip();
        boolean plain = !said.isEmpty()
                && said.length() <= NAME_LENGTH_MAX
                && said.codePoints().noneMatch(Character::isISOControl);
        if (!plain) {
            throw Problem.invalid("name", "must have 1 to " + NAME_LENGTH_MAX + " characters");
        }
        return said;
    }

    private static @Nullable UUID brand(@Nullable String text) {
        return text == null ? null : Ids.read(text).orElse(null);
    }

    /** The number of the form, by which sending it again is no second redemption; null for a form without it. */
    private static @Nullable String redemption(Form form) {
        return Ids.read(form.text("redemption")).map(UUID::toString).orElse(null);
    }

    private static @Nullable UUID id(String text) {
        return text.isEmpty() ? null : Ids.read(text).orElseThrow(() -> new Problem(ProblemType.NOT_A_PARTNER));
    }
}
