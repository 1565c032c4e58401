package dev.yima.gateway.payout;

import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.visitor.VisitorRequests;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Retry of a payout from the payee's page of rewards. A form of another site arrives without the cookie. */
@Path("/my/rewards/{id}/retry")
@NonBlocking
@Cancellable(false)
public class MyPayoutPageResource {
    private final VisitorRequests visitors;
    private final PayoutAdmin payouts;

    MyPayoutPageResource(VisitorRequests visitors, PayoutAdmin payouts) {
        this.visitors = visitors;
        this.payouts = payouts;
    }

    /** Asks again, and redirects to the page, which shows the outcome. */
    @POST
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Uni<Response> retry(@PathParam("id") UUID id, @Context HttpServerRequest http) {
        return payouts.retry(visitors.person(http), id)
                .onFailure(MyPayoutPageResource::isUsedUp)
                .recoverWithItem(false)
                .map(done -> Response.status(Response.Status.SEE_OTHER)
                        .header(HttpHeaders.LOCATION, "/my/rewards")
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build());
    }

    /** The page says that it is the brand's turn. */
    private static boolean isUsedUp(Throwable failure) {
        return failure instanceof Problem problem && problem.type() == ProblemType.TOO_MANY_RETRIES;
    }
}
