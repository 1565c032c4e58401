package dev.yima.gateway.supply.movement;

import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A movement of one code between the brand and a partner.
 *
 * @param at the moment when it happened
 * @param id its id; of two movements at the same moment the one with the greater id is the later
 * @param kind shipment, receipt or return
 * @param partner the consignee of a shipment, or the sender of a receipt or a return
 */
public record Movement(Instant at, UUID id, Kind kind, Partner partner) {
    /** The order of time. */
    static final Comparator<Movement> ORDER = Comparator.comparing(Movement::at).thenComparing(Movement::id);

    /** Kind of a movement. */
    @Schema(name = "MovementKind")
    public enum Kind {
        /** A shipment to a partner. */
        OUTBOUND,
        /** A partner's confirmation that goods arrived. */
        RECEIPT,
        /** A return from a partner. */
        RETURN
    }

    /**
     * A partner as the rules of movements see it.
     *
     * @param id its id
     * @param name its name
     * @param isDealer true for a dealer, false for a store
     * @param dealer the dealer who supplies a store; null for a dealer, and for a store without one
     */
    public record Partner(
            UUID id,
            String name,
            boolean isDealer,
            @Nullable UUID dealer) {
        /** The dealer responsible for goods that are here; null for a store without one. */
        @Nullable UUID responsibleDealer() {
            return isDealer ? id : dealer;
        }
    }

    /** Whether it changes the custody of the goods: a shipment or a return. */
    boolean isHandover() {
        return kind != Kind.RECEIPT;
    }
}
