package dev.yima.gateway.member.wallet;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.Cancellable;

/** The end of a visitor's cookies elsewhere, from the page of rewards. */
@Path("/my/cookies/end")
@NonBlocking
@Cancellable(false)
public class MyCookiesPageResource {
    private final MyCookiesResource cookies;

    MyCookiesPageResource(MyCookiesResource cookies) {
        this.cookies = cookies;
    }

    /** Ends them, and redirects to the page. */
    @POST
    @Operation(hidden = true)
    public Uni<Response> end(@Context HttpServerRequest http) {
        return cookies.end(
                http, Response.status(Response.Status.SEE_OTHER).header(HttpHeaders.LOCATION, "/my/rewards"));
    }
}
