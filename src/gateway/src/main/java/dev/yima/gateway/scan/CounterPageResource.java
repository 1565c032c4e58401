package dev.yima.gateway.scan;

import dev.yima.gateway.brand.PageResource;
import dev.yima.gateway.brand.Pages;
import dev.yima.gateway.brand.WebPage;
import dev.yima.gateway.member.People;
import dev.yima.gateway.member.Person;
import dev.yima.gateway.partner.Invitations;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.scan.CounterView.Act;
import dev.yima.gateway.scan.CounterView.Said;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * The pages of those who work at dealers and stores. Each form asks for something that is done once however often it is
 * asked for, so its answer is a page, and loading that again is as good as the first time.
 */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@NonBlocking
@Cancellable(false)
public class CounterPageResource extends PageResource {
    private static final int NAME_LENGTH_MAX = 40;
    private static final int TEXT_LENGTH_MAX = 2_048;

    private final CounterFlow flow;
    private final Workplace workplace;
    private final Invitations invitations;
    private final CounterPages counters;
    private final Pages pages;
    private final Door door;
    private final Pool pool;

    CounterPageResource(
            CounterFlow flow,
            Workplace workplace,
            Invitations invitations,
            CounterPages counters,
            Pages pages,
            Door door,
            Pool pool) {
        this.flow = flow;
        this.workplace = workplace;
        this.invitations = invitations;
        this.counters = counters;
        this.pages = pages;
        this.door = door;
        this.pool = pool;
    }

    /** Shows where the person works and what they earn. */
    @GET
    @Path("partner")
    @Operation(hidden = true)
    public Uni<Response> home(@Nullable @CookieParam(People.COOKIE) String cookie, @Context HttpServerRequest http) {
        return respond(counters.home(door.counter(cookie, http), nothing(), language(http)), http);
    }

    /** Redeems a coupon. */
    @POST
    @Path("partner/coupons")
    @Operation(hidden = true)
    public Uni<Response> redeem(
            @Nullable @FormParam("coupon") String coupon,
            @Nullable @FormParam("partnerId") String store,
            @Nullable @CookieParam(People.COOKIE) String cookie,
            @Context HttpServerRequest http) {
        Counter counter = door.counter(cookie, http);
        Uni<Said> done = Uni.createFrom()
                .deferred(() -> workplace.redeem(counter, text(coupon), id(store)))
                .map(redeemed -> new Said(Note.REDEEMED, null, redeemed));
        return respond(counters.home(counter, done, language(http)), http);
    }

    /** Does something with a code. */
    @POST
    @Path("partner/{act: receive|open|stand|claim}")
    @Operation(hidden = true)
    public Uni<Response> act(
            @PathParam("act") String act,
            @Nullable @FormParam("code") String code,
            @Nullable @FormParam("partnerId") String partner,
            @Nullable @CookieParam(People.COOKIE) String cookie,
            @Context HttpServerRequest http) {
        Counter counter = door.counter(cookie, http);
        Act asked = Act.valueOf(act.toUpperCase(Locale.ROOT));
        Uni<Said> done = Uni.createFrom().deferred(() -> done(asked, counter, text(code), id(partner)));
        return respond(counters.after(counter, text(code), done, language(http)), http);
    }

    private Uni<Said> done(Act act, Counter counter, String code, @Nullable UUID partner) {
        return switch (act) {
            case RECEIVE -> flow.receive(counter, code, partner).replaceWith(Said.of(Note.RECEIVED));
            case OPEN -> flow.open(counter, code, partner).map(opened -> Said.of(Note.OPENED, opened.reward()));
            case STAND ->
                flow.stand(counter, code, partner).map(mine -> Said.of(mine ? Note.STANDING : Note.OTHER_GUIDE));
            case CLAIM -> flow.claim(counter, code, partner).map(reward -> Said.of(Note.EARNED, reward));
        };
    }

    /**
     * Shows what an invitation is for. Looking accepts nothing, so a link preview cannot use it up. The cookie comes
     * with it, so that a form which is sent twice is sent by the same person.
     */
    @GET
    @Path("join/{token}")
    @Operation(hidden = true)
    public Uni<Response> invitation(
            @PathParam("token") String token,
            @Nullable @CookieParam(People.COOKIE) String cookie,
            @Context HttpServerRequest http) {
        Person person = door.person(cookie);
        String newCookie = door.newCookie(person, person, http);
        return respond(shown(token, null, http), http)
                .map(page -> newCookie == null
                        ? page
                        : Response.fromResponse(page)
                                .header(HttpHeaders.SET_COOKIE, newCookie)
                                .build());
    }

    /** Accepts an invitation, and leads to the page of those who work there. */
    @POST
    @Path("join/{token}")
    @Operation(hidden = true)
    public Uni<Response> join(
            @PathParam("token") String token,
            @Nullable @FormParam("name") String name,
            @Nullable @CookieParam(People.COOKIE) String cookie,
            @Context HttpServerRequest http) {
        // Another site's form comes without the cookie: it would make this browser forget who it is.
        if (Door.isCrossSite(http)) {
            return invitation(token, cookie, http);
        }
        Counter counter = door.counter(cookie, http);
        return Uni.createFrom()
                .deferred(() -> workplace.join(counter, token, name(name)))
                .map(offer -> {
                    String newCookie =
                            door.newCookie(counter.person(), counter.person().meets(offer.brand()), http);
                    var found = Response.status(Response.Status.SEE_OTHER)
                            .header(HttpHeaders.LOCATION, "/partner")
                            .header(HttpHeaders.CACHE_CONTROL, "no-store");
                    return (newCookie == null ? found : found.header(HttpHeaders.SET_COOKIE, newCookie)).build();
                })
                .onFailure(failure -> Note.of(failure).isPresent())
                .recoverWithUni(failure -> respond(shown(token, Note.of(failure).orElseThrow(), http), http))
                .onFailure()
                .recoverWithUni(failure -> respond(pages.sorry(failure, language(http)), http));
    }

    private Uni<WebPage> shown(String token, @Nullable Note note, HttpServerRequest http) {
        return invitations.find(pool, token).flatMap(offer -> counters.invitation(offer, note, token, language(http)));
    }

    private Uni<Response> respond(Uni<WebPage> page, HttpServerRequest http) {
        return page.onFailure()
                .recoverWithUni(failure -> pages.sorry(failure, language(http)))
                .map(made -> answer(made).build());
    }

    private static Uni<Said> nothing() {
        return Uni.createFrom().item(Said.NOTHING);
    }

    private static Locale language(HttpServerRequest http) {
        return Pages.language(http.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
    }

    private static String text(@Nullable String text) {
        return text == null || text.length() > TEXT_LENGTH_MAX ? "" : text;
    }

    private static String name(@Nullable String name) {
        String said = name == null ? "" : name.strip();
        boolean plain = !said.isEmpty()
                && said.length() <= NAME_LENGTH_MAX
                && said.codePoints().noneMatch(Character::isISOControl);
        if (!plain) {
            throw Problem.invalid("name", "must have 1 to " + NAME_LENGTH_MAX + " characters");
        }
        return said;
    }

    private static @Nullable UUID id(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException none) {
            throw new Problem(ProblemType.NOT_A_PARTNER);
        }
    }
}
