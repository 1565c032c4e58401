package dev.yima.gateway.reward.gift;

import dev.yima.gateway.visitor.VisitorCookies;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The address of a gift, as its winner gives it. */
@Path("/api/v1/me/gifts/{id}/address")
@Tag(name = "Public")
@NonBlocking
@Cancellable(false)
public class MyGiftResource {
    private final VisitorCookies cookies;
    private final GiftDelivery gifts;

    MyGiftResource(VisitorCookies cookies, GiftDelivery gifts) {
        this.cookies = cookies;
        this.gifts = gifts;
    }

    /** Takes the address of a gift. */
    @POST
    @Operation(
            summary = "Where my gift goes",
            description = "Until it is sent, another address replaces the one before. The person is the cookie.")
    public Uni<Void> address(
            @PathParam("id") UUID id,
            @NotNull @Valid GiftAddress address,
            @Nullable @CookieParam(VisitorCookies.COOKIE) String cookie) {
        return gifts.setAddress(cookies.of(cookie), id, address);
    }
}
