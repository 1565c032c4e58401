package dev.yima.gateway.supply.trace;

import dev.yima.codec.CodeKind;
import dev.yima.gateway.supply.movement.Movement;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Route of a code through the supply chain.
 *
 * @param code the code
 * @param kind its kind
 * @param holder the partner who has it now; null for the brand itself
 * @param movements its movements and those of its ancestors, in the order of time
 * @param packs its present ancestors, from its parent to the outermost
 */
@Schema(name = "Route")
public record Route(
        @Schema(examples = "8KX2W5P3N7QRM4T1") String code,
        CodeKind kind,
        @Nullable Holder holder,
        List<Step> movements,
        List<Pack> packs) {
    /**
     * A partner who has goods.
     *
     * @param partnerId the partner
     * @param name its name
     * @param kind {@code DEALER} or {@code STORE}
     */
    @Schema(name = "RouteHolder")
    public record Holder(
            UUID partnerId,
            @Schema(examples = "East Lake Beverages") String name,
            @Schema(enumeration = {"DEALER", "STORE"}) String kind) {
        static Holder of(Movement.Partner partner) {
            return new Holder(partner.id(), partner.name(), partner.isDealer() ? "DEALER" : "STORE");
        }
    }

    /**
     * A movement on the route.
     *
     * @param at the moment when it happened
     * @param kind shipment, receipt or return
     * @param code the code that was moved: the code itself, or an ancestor
     * @param codeKind the kind of that code
     * @param partner the consignee of a shipment, or the sender of a receipt or a return
     * @param orderNo the order that it belongs to; null for none
     * @param device the name of the device that reported it
     * @param recordedAt the moment when it was reported
     */
    @Schema(name = "RouteStep")
    public record Step(
            Instant at,
            Movement.Kind kind,
            @Schema(examples = "8KX2W5P3N7QRM4T1") String code,
            CodeKind codeKind,
            Holder partner,
            @Nullable String orderNo,
            @Schema(examples = "PDA-7") String device,
            Instant recordedAt) {}

    /**
     * An ancestor of a code.
     *
     * @param code the ancestor
     * @param kind its kind
     * @param since the moment when the code one level further in was put into it
     */
    @Schema(name = "RoutePack")
    public record Pack(
            @Schema(examples = "8KX2W5P3N7QRM4T1") String code, CodeKind kind, Instant since) {}
}
