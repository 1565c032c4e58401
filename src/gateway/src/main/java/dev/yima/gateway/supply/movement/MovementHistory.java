package dev.yima.gateway.supply.movement;

import dev.yima.gateway.history.CodeRef;
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
import java.util.stream.Stream;

/**
 * What is known of the movements of some codes and of what they are in. Where a code is at a moment follows from the
 * latest movement up to then of itself or of anything that it is in: by when things happened, never by when they were
 * told. What a code is in is taken as it is linked now; links keep their history, but who moves a pallet does not.
 */
public final class MovementHistory {
    private final Map<CodeRef, List<CodeRef>> chains;
    private final Map<CodeRef, List<Movement>> moves = new HashMap<>();

    /**
     * Makes one without movements.
     *
     * @param chains of each code: itself, what it is in, and that, up to the outermost
     */
    public MovementHistory(Map<CodeRef, List<CodeRef>> chains) {
        this.chains = chains;
    }

    /** Makes one without movements, of codes that are in others. */
    public static MovementHistory of(Collection<MovementRepository.Link> links) {
        Map<CodeRef, List<CodeRef>> chains = new HashMap<>();
        links.forEach(link -> chains.computeIfAbsent(link.code(), code -> new ArrayList<>(List.of(code)))
                .add(link.pack()));
        return new MovementHistory(chains);
    }

    /** Another one with the same movements, to which more can be added. */
    MovementHistory copy() {
        MovementHistory copy = new MovementHistory(chains);
        moves.forEach((code, all) -> copy.moves.put(code, new ArrayList<>(all)));
        return copy;
    }

    /** Adds a movement of a code. */
    public void add(CodeRef code, Movement move) {
        moves.computeIfAbsent(code, first -> new ArrayList<>()).add(move);
    }

    /** Takes back the movement of a code that was added last. */
    void takeBack(CodeRef code) {
        List<Movement> all = moves.getOrDefault(code, List.of());
        all.remove(all.size() - 1);
    }

    /** The outermost code that a code is in; itself, when it is in none. */
    CodeRef outermost(CodeRef code) {
        List<CodeRef> chain = chains.getOrDefault(code, List.of(code));
        return chain.get(chain.size() - 1);
    }

    /** What of a code's way cannot be, by the rest of it: the movements' ids, and why. */
    Map<UUID, RejectionReason> breaches(CodeRef code) {
        List<CodeRef> chain = chains.getOrDefault(code, List.of(code));
        List<CustodyState.Step> way = new ArrayList<>();
        for (int level = 0; level < chain.size(); level++) {
            for (Movement move : moves.getOrDefault(chain.get(level), List.of())) {
                way.add(new CustodyState.Step(level, move));
            }
        }
        way.sort(Comparator.comparing(CustodyState.Step::move, Movement.ORDER));
        CustodyState hands = new CustodyState();
        Map<UUID, RejectionReason> breaches = new HashMap<>();
        for (CustodyState.Step step : way) {
            RejectionReason rule = hands.breach(step);
            if (rule != null) {
                breaches.put(step.move().id(), rule);
            }
            hands.take(step);
        }
        return breaches;
    }

    /** The dealer who has a code at a moment: to whom it was sent last, unless it came back since. */
    Optional<Partner> dealer(CodeRef code, Instant at) {
        return latest(code, at, move -> move.isHandover() && move.partner().isDealer())
                .filter(move -> move.kind() == Kind.OUTBOUND)
                .map(Movement::partner);
    }

    /** How a code was sent to a partner by a moment, unless it came back from there since. */
    Optional<Movement> sent(CodeRef code, Partner partner, Instant at) {
        return latest(code, at, move -> move.isHandover() && move.partner().id().equals(partner.id()))
                .filter(move -> move.kind() == Kind.OUTBOUND);
    }

    /** How a partner received what was sent to them, the last time that they said so. */
    Optional<Movement> received(CodeRef code, Movement sent) {
        return latest(
                        code,
                        Instant.MAX,
                        move -> move.kind() == Kind.RECEIPT
                                && move.partner().id().equals(sent.partner().id()))
                .filter(move -> Movement.ORDER.compare(move, sent) > 0);
    }

    /**
     * Who has a code at a moment; empty for the brand itself. A receipt puts nothing into other hands. What a store
     * gave back is with the dealer to whom it was sent, if there is one.
     */
    public Optional<Partner> holder(CodeRef code, Instant at) {
        return latest(code, at, Movement::isHandover)
                .flatMap(move -> move.kind() == Kind.RETURN ? dealer(code, at) : Optional.of(move.partner()));
    }

    private Optional<Movement> latest(CodeRef code, Instant at, Predicate<Movement> which) {
        return chains.getOrDefault(code, List.of(code)).stream()
                .flatMap(one -> moves.containsKey(one) ? moves.get(one).stream() : Stream.empty())
                .filter(move -> !move.at().isAfter(at))
                .filter(which)
                .max(Movement.ORDER);
    }
}
