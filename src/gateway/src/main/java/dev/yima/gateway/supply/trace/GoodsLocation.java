package dev.yima.gateway.supply.trace;

import dev.yima.gateway.supply.movement.Movement.Kind;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Location of goods by their route, as shown to a partner's employee. */
@Schema(name = "Where")
public enum GoodsLocation {
    /** At the brand: never shipped, or returned. */
    NOT_SHIPPED,
    /** Shipped to the employee's partner. */
    SENT_HERE,
    /** Received there. */
    RECEIVED,
    /** At the dealer who supplies that store. */
    WITH_SUPPLIER,
    /** At a store to which the employee's partner, a dealer, shipped them. */
    WITH_CUSTOMER,
    /** At another partner. */
    ELSEWHERE;

    private static final String DEALER = "DEALER";

    /**
     * The location of goods.
     *
     * @param route their route
     * @param ours the partners where the employee works
     * @param suppliers the dealers who supply those
     */
    public static GoodsLocation of(Route route, Set<UUID> ours, Set<UUID> suppliers) {
        Route.Holder holder = route.holder();
        if (holder == null) {
            return NOT_SHIPPED;
        }
        if (ours.contains(holder.partnerId())) {
            return hasArrived(route, holder) ? RECEIVED : SENT_HERE;
        }
        if (suppliers.contains(holder.partnerId())) {
            return WITH_SUPPLIER;
        }
        return isSoldBy(ours, route, holder) ? WITH_CUSTOMER : ELSEWHERE;
    }

    /** Whether the holder confirmed the arrival since the last handover; others may have reported receipts later. */
    private static boolean hasArrived(Route route, Route.Holder holder) {
        boolean arrived = false;
        for (Route.Step step : route.movements()) {
            if (step.kind() != Kind.RECEIPT) {
                arrived = false;
            } else if (step.partner().equals(holder)) {
                arrived = true;
            }
        }
        return arrived;
    }

    /** Whether the last dealer on the route is one of some partners, and a store has the goods now. */
    private static boolean isSoldBy(Set<UUID> ours, Route route, Route.Holder holder) {
        return !holder.kind().equals(DEALER)
                && route.movements().stream()
                        .filter(step -> step.partner().kind().equals(DEALER) && step.kind() != Kind.RECEIPT)
                        .reduce((before, after) -> after)
                        .filter(step -> step.kind() == Kind.OUTBOUND
                                && ours.contains(step.partner().partnerId()))
                        .isPresent();
    }
}
