package dev.yima.gateway.reward.gift;

import dev.yima.gateway.visitor.VisitorRequests;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

/** The address of a gift, as its winner gives it. */
@Path("/api/v1/me/gifts/{id}/address")
@Tag(name = "Public")
@NonBlocking
@Cancellable(false)
public class MyGiftResource {
    private final VisitorRequests visitors;
    private final GiftDelivery gifts;

    MyGiftResource(VisitorRequests visitors, GiftDelivery gifts) {
        this.visitors = visitors;
        this.gifts = gifts;
    }

    /** Takes the address of a gift. */
    @POST
    @Operation(
            summary = "Where my gift goes",
            description = "Until it is sent, another address replaces the one before. The person is the cookie.")
    @APIResponse(responseCode = "204", description = "It goes there")
    public Uni<Void> address(
            @PathParam("id") UUID id, @NotNull @Valid GiftAddress address, @Context HttpServerRequest http) {
        return gifts.setAddress(visitors.person(http), id, address);
    }
}
