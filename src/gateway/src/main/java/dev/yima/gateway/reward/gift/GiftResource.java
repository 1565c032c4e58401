package dev.yima.gateway.reward.gift;

import dev.yima.gateway.platform.http.Page;
import dev.yima.gateway.platform.http.PlainText;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.platform.staff.StaffQuota;
import dev.yima.gateway.reward.gift.Gift.State;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Gifts, for the staff who send them. */
@Path("/api/v1/gifts")
@Tag(name = "Gifts")
@RolesAllowed(Staff.ROLE)
@NonBlocking
@Cancellable(false)
public class GiftResource {
    private static final UUID START = new UUID(0, 0);

    private final GiftDelivery gifts;
    private final CurrentStaff staff;

    GiftResource(GiftDelivery gifts, CurrentStaff staff) {
        this.gifts = gifts;
        this.staff = staff;
    }

    /**
     * The shipment of a gift.
     *
     * @param tracking the carrier's number, if there is one
     */
    public record Shipment(
            @Nullable @PlainText @Schema(examples = "SF1234567890")
            String tracking) {}

    /** Lists the gifts, in the order in which they were won. */
    @GET
    @Operation(
            summary = "List the gifts",
            description = "With their addresses, as far as the winners have given them. Who read which is audited.")
    public Uni<Page<GiftView>> list(
            @Nullable @QueryParam("state") State state,
            @QueryParam("limit") @DefaultValue(Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit,
            @Nullable @QueryParam("after") UUID after) {
        return staff.as(
                StaffQuota.Cost.WRITE,
                who -> gifts.list(who, state, after == null ? START : after, limit)
                        .map(found -> new Page<>(
                                found,
                                found.size() < limit
                                        ? null
                                        : found.get(limit - 1).id().toString())));
    }

    /** Records that a gift was sent. */
    @POST
    @Path("/{id}/ship")
    @Operation(
            summary = "A gift was sent",
            description = "Once: asked for again, it only corrects the number, and `shippedAt` stays.")
    public Uni<GiftView> ship(
            @PathParam("id") UUID id, @Nullable @Valid @RequestBody(required = false) Shipment shipment) {
        return staff.as(who -> gifts.ship(who, id, shipment == null ? null : shipment.tracking()));
    }
}
