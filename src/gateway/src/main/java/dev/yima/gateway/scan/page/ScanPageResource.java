package dev.yima.gateway.scan.page;

import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.scan.ScanFacts.Intent;
import dev.yima.gateway.brand.Brand;
import dev.yima.gateway.brand.HostBrand;
import dev.yima.gateway.brand.page.PageLayout;
import dev.yima.gateway.brand.page.PageRenderer;
import dev.yima.gateway.brand.page.PageResource;
import dev.yima.gateway.brand.page.WebPage;
import dev.yima.gateway.campaign.publication.RunningCampaign;
import dev.yima.gateway.claim.Claims;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.scan.IncomingScan;
import dev.yima.gateway.scan.PacketRefusal;
import dev.yima.gateway.scan.ScanAnswer;
import dev.yima.gateway.scan.ScanFlow;
import dev.yima.gateway.scan.ScanResult;
import dev.yima.gateway.scanstate.ScanStateCache.Purpose;
import dev.yima.gateway.visitor.Audience;
import dev.yima.gateway.visitor.Visitor;
import dev.yima.gateway.visitor.VisitorRequests;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
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
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The address of a printed code: a page for people, the verdict for programs. Only {@code POST} opens the packet. */
@Path("/")
@Tag(name = "Public")
@NonBlocking
@Cancellable(false)
public class ScanPageResource extends PageResource {
    private static final String CODE = "{code}";
    private static final String DIGITAL_LINK = "01/{gtin}/21/{code}";
    private static final String DIGITAL_LINK_FURTHER =
            "01/{gtin}{before: (/(?!21/)[0-9]{2,4}/[^/]+)*}/21/{code: [^/]+}{after: (/[0-9]{2,4}/[^/]+)*/?}";
    private static final String GUEST = "guest";

    private final ScanFlow flow;
    private final EmployeePages employeePages;
    private final VisitorRequests visitors;
    private final Claims.Sets sets;
    private final HostBrand brands;
    private final PageRenderer pages;
    private final Clock clock;

    ScanPageResource(
            ScanFlow flow,
            EmployeePages employeePages,
            VisitorRequests visitors,
            Claims.Sets sets,
            HostBrand brands,
            PageRenderer pages,
            Clock clock) {
        this.flow = flow;
        this.employeePages = employeePages;
        this.visitors = visitors;
        this.sets = sets;
        this.brands = brands;
        this.pages = pages;
        this.clock = clock;
    }

    @CheckedTemplate(basePath = "")
    static class Templates {
        static native TemplateInstance scan(PageLayout shell, ScanView view);
    }

    /** Shows the page of a code. */
    @GET
    @Path(CODE)
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Uni<Response> page(
            @PathParam("code") String code,
            @Nullable @QueryParam("refusal") PacketRefusal refusal,
            @Nullable @QueryParam("as") String as,
            @Context HttpServerRequest http) {
        if (GUEST.equals(as)) {
            return consumerPage(code, refusal, http);
        }
        return employeePages
                .pageOf(visitors.employee(http), code, language(http))
                .flatMap(page -> page.isPresent()
                        ? Uni.createFrom().item(answer(page.get()).build())
                        : consumerPage(code, refusal, http));
    }

    private Uni<Response> consumerPage(String code, @Nullable PacketRefusal refusal, HttpServerRequest http) {
        return consumerPage(code, view(code, refusal), http);
    }

    private Uni<Response> consumerPage(String code, Function<ScanResult, Uni<ScanView>> view, HttpServerRequest http) {
        Visitor person = visitors.person(http);
        return orSorry(
                look(code, person, Audience.PUBLIC, http)
                        .flatMap(result -> view.apply(result)
                                .flatMap(seen -> show(result, seen, http))
                                .map(page -> withCookie(answer(page), person, result.person(), http))),
                code,
                http);
    }

    /** Shows the page of a code, by its GS1 Digital Link. */
    @GET
    @Path(DIGITAL_LINK)
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Uni<Response> pageByDigitalLink(@PathParam("code") String code, @Context HttpServerRequest http) {
        return page(code, null, null, http);
    }

    /** Shows the page of a code, by a GS1 Digital Link with further identifiers; their order is GS1's. */
    @GET
    @Path(DIGITAL_LINK_FURTHER)
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Uni<Response> pageByFurtherIdentifiers(@PathParam("code") String code, @Context HttpServerRequest http) {
        return page(code, null, null, http);
    }

    /** Tells the verdict on a code, by a GS1 Digital Link with further identifiers. */
    @GET
    @Path(DIGITAL_LINK_FURTHER)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public Uni<Response> verdictByFurtherIdentifiers(@PathParam("code") String code, @Context HttpServerRequest http) {
        return verdict(code, http);
    }

    /** Tells the verdict on a code. */
    @GET
    @Path(CODE)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Look at a code", description = """
                    What a printed code opens: a page, or the verdict when `Accept` asks for JSON. Looking claims \
                    nothing and records nothing, so a link preview or a crawler cannot use up a code.""")
    @APIResponse(
            responseCode = "200",
            description = "The verdict, and the reward if this person has opened the packet",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = ScanAnswer.class)),
                @Content(mediaType = MediaType.TEXT_HTML, schema = @Schema(type = SchemaType.STRING))
            })
    public Uni<Response> verdict(@PathParam("code") String code, @Context HttpServerRequest http) {
        Visitor person = visitors.person(http);
        return visitors.audience(http)
                .flatMap(audience -> look(code, person, audience, http))
                .map(result -> withCookie(
                        Response.ok(result.answer()).header(HttpHeaders.CACHE_CONTROL, "no-store"),
                        person,
                        result.person(),
                        http));
    }

    /** Tells the verdict on a code, by its GS1 Digital Link. */
    @GET
    @Path(DIGITAL_LINK)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Look at a code by its GS1 Digital Link",
            description = "The same as `GET /{code}`. The code alone decides; the GTIN is not compared.")
    @Parameter(name = "gtin", description = "The product's GTIN", example = "09506000134352")
    @APIResponse(
            responseCode = "200",
            description = "The verdict, and the reward if this person has opened the packet",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = ScanAnswer.class)),
                @Content(mediaType = MediaType.TEXT_HTML, schema = @Schema(type = SchemaType.STRING))
            })
    public Uni<Response> verdictByDigitalLink(
            @PathParam("gtin") String gtin, @PathParam("code") String code, @Context HttpServerRequest http) {
        return verdict(code, http);
    }

    /** Opens the packet, for a page whose script does not run. */
    @POST
    @Path(CODE)
    @Produces(MediaType.TEXT_HTML)
    @Operation(summary = "Open the packet from a form", description = """
                    For browsers without JavaScript: claims as `POST /api/v1/scans` does, then leads back to the page, \
                    which shows the reward. Without a cookie nothing is claimed, since nobody would have the reward: \
                    the page asks to allow cookies.""")
    @APIResponse(responseCode = "200", description = "Not claimed: the browser keeps no cookies")
    @APIResponse(responseCode = "303", description = "Claimed, or there was nothing to claim; the page tells")
    public Uni<Response> open(
            @PathParam("code") String code,
            @Nullable @Parameter(hidden = true) @QueryParam("as") String as,
            @Context HttpServerRequest http) {
        Visitor person = visitors.person(http);
        if (!person.known()) {
            return consumerPage(
                    code, result -> view(code, null).apply(result).map(ScanView::refusedWithoutCookies), http);
        }
        String page = "/" + ScanView.malformed(code).symbols();
        boolean guest = GUEST.equals(as);
        return orSorry(
                flow.answer(toScan(code, person, Intent.CLAIM, Purpose.RECORD, Audience.PUBLIC, http))
                        .map(result -> withCookie(
                                seeOther(page + query(guest, result.answer().refusal())),
                                person,
                                result.person(),
                                http)),
                code,
                http);
    }

    private Uni<ScanResult> look(String code, Visitor person, Audience audience, HttpServerRequest http) {
        return flow.answer(toScan(code, person, Intent.LOOK, Purpose.READ, audience, http));
    }

    private IncomingScan toScan(
            String code, Visitor person, Intent intent, Purpose purpose, Audience audience, HttpServerRequest http) {
        return new IncomingScan(
                code,
                person,
                visitors.network(http),
                VisitorRequests.browser(http),
                null,
                intent,
                purpose,
                audience,
                clock.instant(),
                null);
    }

    /** The parts of the address that the page cannot know by looking: the refusal, and the view as a consumer. */
    private static String query(boolean guest, @Nullable PacketRefusal refusal) {
        String why = refusal == null ? "" : "refusal=" + refusal;
        return guest ? "?as=" + GUEST + (refusal == null ? "" : "&" + why) : refusal == null ? "" : "?" + why;
    }

    private Function<ScanResult, Uni<ScanView>> view(String code, @Nullable PacketRefusal refusal) {
        return result -> set(result).map(set -> ScanView.of(result, refusal, set.orElse(null), code));
    }

    /** The set of which the reward is a piece; empty where it is none, and while the database is away. */
    private Uni<Optional<Claims.SetProgress>> set(ScanResult result) {
        ScanAnswer answer = result.answer();
        RunningCampaign campaign = result.lot() == null ? null : result.lot().campaign();
        if (campaign == null
                || answer.memberId() == null
                || answer.reward() == null
                || answer.reward().kind() != PrizeKind.PIECE) {
            return Uni.createFrom().item(Optional.empty());
        }
        return sets.of(answer.memberId(), campaign.terms().rules())
                .map(Optional::of)
                .onFailure()
                .recoverWithItem(Optional.empty());
    }

    private Uni<WebPage> show(ScanResult result, ScanView view, HttpServerRequest http) {
        Uni<Optional<Brand>> brand = result.lot() == null
                ? brands.of(http)
                : Uni.createFrom().item(Optional.of(result.lot().brand()));
        return brand.flatMap(
                found -> pages.page(200, language(http), found.orElse(null), shell -> Templates.scan(shell, view)));
    }

    private Uni<Response> orSorry(Uni<Response> response, String code, HttpServerRequest http) {
        Locale locale = language(http);
        return response.onFailure()
                .recoverWithUni(failure -> (isMalformed(failure)
                                ? brands.of(http)
                                        .flatMap(brand -> pages.page(
                                                404,
                                                locale,
                                                brand.orElse(null),
                                                shell -> Templates.scan(shell, ScanView.malformed(code))))
                                : pages.sorry(failure, locale))
                        .map(page -> answer(page).build()));
    }

    private static boolean isMalformed(Throwable failure) {
        return failure instanceof Problem problem && problem.type() == ProblemType.MALFORMED_CODE;
    }

    private static Locale language(HttpServerRequest http) {
        return PageRenderer.language(http.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
    }

    private Response withCookie(ResponseBuilder response, Visitor before, Visitor after, HttpServerRequest http) {
        String newCookie = visitors.newCookie(before, after, http);
        return (newCookie == null ? response : response.header(HttpHeaders.SET_COOKIE, newCookie)).build();
    }

    /** A redirect to a relative address: only the browser knows the host name that it used. */
    private static ResponseBuilder seeOther(String page) {
        return Response.status(Response.Status.SEE_OTHER)
                .header(HttpHeaders.LOCATION, page)
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
