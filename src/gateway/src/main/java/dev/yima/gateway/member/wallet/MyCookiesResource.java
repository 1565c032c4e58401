package dev.yima.gateway.member.wallet;

import dev.yima.gateway.ratelimit.RateLimiter;
import dev.yima.gateway.visitor.VisitorRequests;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

/** The end of a visitor's cookies elsewhere: in a browser that was lost, or in a copy that somebody took. */
@Path("/api/v1/me/cookies/end")
@Tag(name = "Public")
@NonBlocking
@Cancellable(false)
public class MyCookiesResource {
    private final VisitorRequests visitors;
    private final RateLimiter limiter;
    private final Clock clock;

    MyCookiesResource(VisitorRequests visitors, RateLimiter limiter, Clock clock) {
        this.visitors = visitors;
        this.limiter = limiter;
        this.clock = clock;
    }

    /** Ends them, and adds the cookie of this browser to an answer. */
    Uni<Response> end(HttpServerRequest http, ResponseBuilder answer) {
        limiter.endOfCookies(visitors.network(http), clock.instant());
        return visitors.endOtherCookies(http)
                .map(cookie -> answer.header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .header(HttpHeaders.SET_COOKIE, cookie)
                        .build());
    }

    /** Ends them. */
    @POST
    @Operation(
            summary = "Be known in this browser alone",
            description = "All cookies of the person end, within seconds on every replica, but the one of this answer.")
    @APIResponse(responseCode = "204", description = "Done, or the person was not known")
    public Uni<Response> end(@Context HttpServerRequest http) {
        return end(http, Response.noContent());
    }
}
