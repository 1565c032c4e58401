package dev.yima.gateway.supply.movement;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.supply.aggregation.AggregationQuery.Ancestor;
import dev.yima.gateway.supply.movement.Movement.Kind;
import dev.yima.gateway.supply.movement.Movement.Partner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Movements of some codes and of their ancestors. The location of a code at a moment follows from the latest movement
 * up
 * to then of itself or of an ancestor: by the moments when things happened, never by those when they were reported.
 * Ancestors are those of the present links; links keep their history, but a movement of a pallet names only the pallet.
 */
public final class MovementHistory {
    private final Map<CodeRef, List<CodeRef>> chains;
    private final Map<CodeRef, List<Movement>> movements = new HashMap<>();

    /**
     * Makes one without movements.
     *
     * @param chains of each code: itself and its ancestors, from the inside outwards
     */
    private MovementHistory(Map<CodeRef, List<CodeRef>> chains) {
        this.chains = chains;
    }

    /**
     * Makes one without movements.
     *
     * @param ancestors of each code from the inside outwards; a code without an entry stands by itself
     */
    public static MovementHistory of(Collection<Ancestor> ancestors) {
        Map<CodeRef, List<CodeRef>> chains = new HashMap<>();
        ancestors.forEach(one -> chains.computeIfAbsent(one.code(), code -> new ArrayList<>(List.of(code)))
                .add(one.pack()));
        return new MovementHistory(chains);
    }

    /** A copy to which movements can be added. */
    MovementHistory copy() {
        MovementHistory copy = new MovementHistory(chains);
        movements.forEach((code, all) -> copy.movements.put(code, new ArrayList<>(all)));
        return copy;
    }

    /** Adds a movement of a code. */
    void add(CodeRef code, Movement movement) {
        movements.computeIfAbsent(code, first -> new ArrayList<>()).add(movement);
    }

    /** Adds movements, and returns this history. */
    public MovementHistory addAll(Collection<MovementRecord> records) {
        records.forEach(one -> add(one.code(), one.movement()));
        return this;
    }

    /** Removes the movement of a code that was added last. */
    void removeLast(CodeRef code) {
        List<Movement> all = movements.getOrDefault(code, List.of());
        all.remove(all.size() - 1);
    }

    /** The outermost ancestor of a code; the code itself when it has none. */
    CodeRef outermost(CodeRef code) {
        List<CodeRef> chain = chain(code);
        return chain.get(chain.size() - 1);
    }

    /** The movements of a code and its ancestors that contradict the others: their ids, and the rules against them. */
    Map<UUID, RejectionReason> contradictions(CodeRef code) {
        CustodyState custody = new CustodyState();
        Map<UUID, RejectionReason> found = new HashMap<>();
        for (CustodyState.Step step : steps(code)) {
            RejectionReason rule = custody.rejection(step);
            if (rule != null) {
                found.put(step.movement().id(), rule);
            }
            custody.apply(step);
        }
        return found;
    }

    private List<CustodyState.Step> steps(CodeRef code) {
        List<CodeRef> chain = chain(code);
        List<CustodyState.Step> steps = new ArrayList<>();
        for (int level = 0; level < chain.size(); level++) {
            for (Movement movement : movements.getOrDefault(chain.get(level), List.of())) {
                steps.add(new CustodyState.Step(level, movement));
            }
        }
        steps.sort(Comparator.comparing(CustodyState.Step::movement, Movement.ORDER));
        return steps;
    }

    private List<CodeRef> chain(CodeRef code) {
        return chains.getOrDefault(code, List.of(code));
    }

    /** The dealer who has a code at a moment: the consignee of the last shipment, unless it was returned since. */
    Optional<Partner> dealer(CodeRef code, Instant at) {
        return latest(code, at, one -> one.isHandover() && one.partner().isDealer())
                .filter(one -> one.kind() == Kind.OUTBOUND)
                .map(Movement::partner);
    }

    /** The shipment by which a partner has a code at a moment; empty when it was returned since. */
    Optional<Movement> sent(CodeRef code, Partner partner, Instant at) {
        return latest(code, at, one -> one.isHandover() && one.partner().id().equals(partner.id()))
                .filter(one -> one.kind() == Kind.OUTBOUND);
    }

    /** The last receipt of a shipment by its consignee. */
    Optional<Movement> received(CodeRef code, Movement sent) {
        return latest(
                        code,
                        Instant.MAX,
                        one -> one.kind() == Kind.RECEIPT
                                && one.partner().id().equals(sent.partner().id()))
                .filter(one -> Movement.ORDER.compare(one, sent) > 0);
    }

    /**
     * The holder of a code at a moment; empty for the brand itself. A receipt changes no custody. Goods that a store
     * returned are with the dealer to whom they were sent, if there is one.
     */
    public Optional<Partner> holder(CodeRef code, Instant at) {
        return latest(code, at, Movement::isHandover)
                .flatMap(one -> one.kind() == Kind.RETURN ? dealer(code, at) : Optional.of(one.partner()));
    }

    private Optional<Movement> latest(CodeRef code, Instant at, Predicate<Movement> which) {
        return chain(code).stream()
                .flatMap(one -> movements.getOrDefault(one, List.of()).stream())
                .filter(one -> !one.at().isAfter(at))
                .filter(which)
                .max(Movement.ORDER);
    }
}
