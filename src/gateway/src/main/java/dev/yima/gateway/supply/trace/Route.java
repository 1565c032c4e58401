package dev.yima.gateway.supply.trace;

import dev.yima.codec.CodeKind;
import dev.yima.gateway.supply.movement.Movement;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The way of a code through the channel.
 *
 * @param code the code
 * @param kind what it is for
 * @param holder who has it now; null for the brand itself
 * @param movements what moved it, in the order of time
 * @param packs what it is in, and that, up to the outermost, as it is now
 */
@Schema(name = "Route")
public record Route(
        @Schema(examples = "8KX2W5P3N7QRM4T1") String code,
        CodeKind kind,
        @Nullable Holder holder,
        List<Step> movements,
        List<Pack> packs) {
    /**
     * Who has goods.
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
     * A movement on the way.
     *
     * @param at when
     * @param kind what happened
     * @param code what was moved: the code itself, or what it is in
     * @param codeKind what that is for
     * @param partner to whom, by whom or from whom
     * @param orderNo the order that it belongs to
     * @param device which device told it
     * @param recordedAt when it was told
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
     * What a code is in.
     *
     * @param code the code of the pack
     * @param kind what it is for
     * @param since since when
     */
    @Schema(name = "RoutePack")
    public record Pack(
            @Schema(examples = "8KX2W5P3N7QRM4T1") String code, CodeKind kind, Instant since) {}
}
