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
import jakarta.ws.rs.core.Context;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Retry of a payout by its payee, after it could not be paid or was not confirmed in time. */
@Path("/api/v1/me/rewards/{id}/retry")
@Tag(name = "Public")
@NonBlocking
@Cancellable(false)
public class MyPayoutResource {
    private final VisitorRequests visitors;
    private final PayoutAdmin payouts;

    MyPayoutResource(VisitorRequests visitors, PayoutAdmin payouts) {
        this.visitors = visitors;
        this.payouts = payouts;
    }

    /** Asks again. */
    @POST
    @Operation(
            summary = "Ask for a reward again that was not paid",
            description = "One of mine that is `FAILED` or `EXPIRED`; it is billed again under another number.")
    @APIResponse(responseCode = "204", description = "It is on its way again")
    public Uni<Void> retry(@PathParam("id") UUID id, @Context HttpServerRequest http) {
        return payouts.retry(visitors.person(http), id).map(done -> {
            if (!done) {
                throw new Problem(ProblemType.NOT_FOUND);
            }
            return null;
        });
    }
}
