package dev.yima.gateway.supply.trace;

import dev.yima.gateway.supply.movement.Movement.Kind;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Where goods are by what was scanned on their way, as somebody who works at a partner may know it. */
@Schema(name = "Where")
public enum GoodsLocation {
    /** Nobody has sent them anywhere. */
    NOT_SHIPPED,
    /** They were sent to where the person works. */
    SENT_HERE,
    /** They arrived there. */
    RECEIVED,
    /** The dealer who supplies that store has them. */
    WITH_SUPPLIER,
    /** A store to whom that dealer sold them has them. */
    WITH_CUSTOMER,
    /** Somebody else has them. */
    ELSEWHERE;

    private static final String DEALER = "DEALER";

    /**
     * Where goods are.
     *
     * @param route their way
     * @param ours the partners where the person works
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

    /** Whether whoever has the goods has said so since they were handed over; others may have told something later. */
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

    /** Whether the last dealer on the way is one of some partners, and a store has it now. */
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
