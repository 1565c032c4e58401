package dev.yima.gateway.channel;

import dev.yima.gateway.channel.Move.Kind;
import dev.yima.gateway.channel.Move.Partner;
import dev.yima.gateway.history.CodeRef;
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
final class Trail {
    private final Map<CodeRef, List<CodeRef>> chains;
    private final Map<CodeRef, List<Move>> moves = new HashMap<>();

    /**
     * Makes one without movements.
     *
     * @param chains of each code: itself, what it is in, and that, up to the outermost
     */
    Trail(Map<CodeRef, List<CodeRef>> chains) {
        this.chains = chains;
    }

    /** Makes one without movements, of codes that are in others. */
    static Trail of(Collection<MovementStore.Link> links) {
        Map<CodeRef, List<CodeRef>> chains = new HashMap<>();
        links.forEach(link -> chains.computeIfAbsent(link.code(), code -> new ArrayList<>(List.of(code)))
                .add(link.pack()));
        return new Trail(chains);
    }

    /** Another one with the same movements, to which more can be added. */
    Trail copy() {
        Trail copy = new Trail(chains);
        moves.forEach((code, all) -> copy.moves.put(code, new ArrayList<>(all)));
        return copy;
    }

    /** Adds a movement of a code. */
    void add(CodeRef code, Move move) {
        moves.computeIfAbsent(code, first -> new ArrayList<>()).add(move);
    }

    /** Takes back the movement of a code that was added last. */
    void takeBack(CodeRef code) {
        List<Move> all = moves.getOrDefault(code, List.of());
        all.remove(all.size() - 1);
    }

    /** The outermost code that a code is in; itself, when it is in none. */
    CodeRef outermost(CodeRef code) {
        List<CodeRef> chain = chains.getOrDefault(code, List.of(code));
        return chain.get(chain.size() - 1);
    }

    /** What of a code's way cannot be, by the rest of it: the movements' ids, and why. */
    Map<UUID, MovementRule> breaches(CodeRef code) {
        List<CodeRef> chain = chains.getOrDefault(code, List.of(code));
        List<Hands.Step> way = new ArrayList<>();
        for (int level = 0; level < chain.size(); level++) {
            for (Move move : moves.getOrDefault(chain.get(level), List.of())) {
                way.add(new Hands.Step(level, move));
            }
        }
        way.sort(Comparator.comparing(Hands.Step::move, Move.ORDER));
        Hands hands = new Hands();
        Map<UUID, MovementRule> breaches = new HashMap<>();
        for (Hands.Step step : way) {
            MovementRule rule = hands.breach(step);
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
                .map(Move::partner);
    }

    /** How a code was sent to a partner by a moment, unless it came back from there since. */
    Optional<Move> sent(CodeRef code, Partner partner, Instant at) {
        return latest(code, at, move -> move.isHandover() && move.partner().id().equals(partner.id()))
                .filter(move -> move.kind() == Kind.OUTBOUND);
    }

    /** How a partner received what was sent to them, the last time that they said so. */
    Optional<Move> received(CodeRef code, Move sent) {
        return latest(
                        code,
                        Instant.MAX,
                        move -> move.kind() == Kind.RECEIPT
                                && move.partner().id().equals(sent.partner().id()))
                .filter(move -> Move.ORDER.compare(move, sent) > 0);
    }

    /**
     * Who has a code at a moment; empty for the brand itself. A receipt puts nothing into other hands. What a store
     * gave back is with the dealer to whom it was sent, if there is one.
     */
    Optional<Partner> holder(CodeRef code, Instant at) {
        return latest(code, at, Move::isHandover)
                .flatMap(move -> move.kind() == Kind.RETURN ? dealer(code, at) : Optional.of(move.partner()));
    }

    private Optional<Move> latest(CodeRef code, Instant at, Predicate<Move> which) {
        return chains.getOrDefault(code, List.of(code)).stream()
                .flatMap(one -> moves.containsKey(one) ? moves.get(one).stream() : Stream.empty())
                .filter(move -> !move.at().isAfter(at))
                .filter(which)
                .max(Move.ORDER);
    }
}
