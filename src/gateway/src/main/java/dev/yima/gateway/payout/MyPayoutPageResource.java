package dev.yima.gateway.payout;

import dev.yima.gateway.visitor.VisitorCookies;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** A person asks for money again from the page of their rewards. Another site's form comes without their cookie. */
@Path("/my/rewards/{id}/retry")
@NonBlocking
@Cancellable(false)
public class MyPayoutPageResource {
    private final VisitorCookies people;
    private final PayoutAdmin desk;

    MyPayoutPageResource(VisitorCookies people, PayoutAdmin desk) {
        this.people = people;
        this.desk = desk;
    }

    /** Asks again; whatever comes of it, the page tells. */
    @POST
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Uni<Response> retry(@PathParam("id") UUID id, @Nullable @CookieParam(VisitorCookies.COOKIE) String cookie) {
        return desk.retry(people.of(cookie), id)
                .map(done -> Response.status(Response.Status.SEE_OTHER)
                        .header(HttpHeaders.LOCATION, "/my/rewards")
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build());
    }
}
