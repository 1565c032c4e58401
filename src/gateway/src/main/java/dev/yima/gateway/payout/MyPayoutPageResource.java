package dev.yima.gateway.payout;

import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
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

/** Retry of a payout from the payee's page of rewards. A form of another site arrives without the cookie. */
@Path("/my/rewards/{id}/retry")
@NonBlocking
@Cancellable(false)
public class MyPayoutPageResource {
    private final VisitorCookies cookies;
    private final PayoutAdmin payouts;

    MyPayoutPageResource(VisitorCookies cookies, PayoutAdmin payouts) {
        this.cookies = cookies;
        this.payouts = payouts;
    }

    /** Asks again, and redirects to the page, which shows the outcome. */
    @POST
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Uni<Response> retry(@PathParam("id") UUID id, @Nullable @CookieParam(VisitorCookies.COOKIE) String cookie) {
        return payouts.retry(cookies.of(cookie), id)
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
