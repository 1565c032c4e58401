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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Retry of a payout by its payee, after it could not be paid or was not confirmed in time. */
@Path("/api/v1/me/rewards/{id}/retry")
@Tag(name = "Public")
@NonBlocking
@Cancellable(false)
public class MyPayoutResource {
    private final VisitorCookies cookies;
    private final PayoutAdmin payouts;

    MyPayoutResource(VisitorCookies cookies, PayoutAdmin payouts) {
        this.cookies = cookies;
        this.payouts = payouts;
    }

    /** Asks again. */
    @POST
    @Operation(
            summary = "Ask for a reward again that was not paid",
            description = "One of mine that is `FAILED` or `EXPIRED`; it is billed again under another number.")
    @APIResponse(responseCode = "204", description = "It is on its way again")
    public Uni<Void> retry(
            @PathParam("id") UUID id,
            @Nullable @Parameter(hidden = true) @CookieParam(VisitorCookies.COOKIE) String cookie) {
        return payouts.retry(cookies.of(cookie), id).map(done -> {
            if (!done) {
                throw new Problem(ProblemType.NOT_FOUND);
            }
            return null;
        });
    }
}
