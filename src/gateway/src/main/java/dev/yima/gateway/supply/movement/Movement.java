package dev.yima.gateway.supply.movement;

import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A movement of one code, as far as whereabouts follow from it.
 *
 * @param at when it happened
 * @param id its id; of two at the same moment the later one counts as the later
 * @param kind what happened
 * @param partner to whom, by whom or from whom
 */
public record Movement(Instant at, UUID id, Kind kind, Partner partner) {
    /** In the order of time. */
    static final Comparator<Movement> ORDER = Comparator.comparing(Movement::at).thenComparing(Movement::id);

    /** What happens to goods. */
    @Schema(name = "Kind")
    public enum Kind {
        /** They are sent to a partner. */
        OUTBOUND,
        /** A partner says that they arrived. */
        RECEIPT,
        /** A partner gives them back. */
        RETURN
    }

    /**
     * Who has goods.
     *
     * @param id the partner
     * @param name its name
     * @param isDealer whether it is a dealer, and not a store
     * @param dealer of a store: the dealer who supplies it, null when nobody in particular does
     */
    public record Partner(
            UUID id,
            String name,
            boolean isDealer,
            @Nullable UUID dealer) {
        /** The dealer in whose hands goods are that are here; null when they are in no particular one's. */
        @Nullable UUID inHandsOf() {
            return isDealer ? id : dealer;
        }
    }

    /** Whether it puts the goods into a partner's hands, or takes them away from there. */
    boolean isHandover() {
        return kind != Kind.RECEIPT;
    }
}
