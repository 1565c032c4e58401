package dev.yima.gateway.member.wallet;

import dev.yima.gateway.brand.page.PageRenderer;
import dev.yima.gateway.brand.page.PageResource;
import dev.yima.gateway.platform.http.Form;
import dev.yima.gateway.ratelimit.RateLimiter;
import dev.yima.gateway.visitor.Visitor;
import dev.yima.gateway.visitor.VisitorRequests;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The end of a visitor's cookies elsewhere: in a browser that was lost, or in a copy that somebody took. */
@Path("/my/cookies/end")
@NonBlocking
@Cancellable(false)
public class MyCookiesPageResource extends PageResource {
    private static final String REWARDS = "/my/rewards";

    private final VisitorRequests visitors;
    private final MemberWallet wallet;
    private final RateLimiter limiter;
    private final Clock clock;
    private final PageRenderer pages;

    MyCookiesPageResource(
            VisitorRequests visitors, MemberWallet wallet, RateLimiter limiter, Clock clock, PageRenderer pages) {
        this.visitors = visitors;
        this.wallet = wallet;
        this.limiter = limiter;
        this.clock = clock;
        this.pages = pages;
    }

    /** Ends them, and redirects to the page. Sent twice, it is answered the same: an answer may be lost. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Uni<Response> end(
            byte @Nullable [] body,
            @Nullable @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) String acceptLanguage,
            @Context HttpServerRequest http) {
        return Uni.createFrom()
                .item(() -> Form.read(body).text("token"))
                .flatMap(token -> visitors.ofForm(http, token)
                        .map(visitor -> end(visitor, token, http))
                        .orElseGet(() -> Uni.createFrom().nullItem()))
                .map(cookie -> Response.status(Response.Status.SEE_OTHER)
                        .header(HttpHeaders.LOCATION, REWARDS)
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .header(HttpHeaders.SET_COOKIE, cookie)
                        .build())
                .onFailure()
                .recoverWithUni(failure -> pages.sorry(failure, PageRenderer.language(acceptLanguage), REWARDS)
                        .map(page -> answer(page).build()));
    }

    /** Each person who ends cookies has a row for ever, so only those who have something to lose may. */
    private Uni<@Nullable String> end(Visitor visitor, String token, HttpServerRequest http) {
        limiter.scan(visitors.pseudonym(visitor).toString(), clock.instant());
        return wallet.isOf(visitor)
                .flatMap(member -> member || !visitor.employers().isEmpty()
                        ? visitors.endOtherCookies(visitor, token, http)
                        : Uni.createFrom().nullItem());
    }
}
