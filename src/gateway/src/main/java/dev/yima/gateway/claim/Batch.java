package dev.yima.gateway.claim;

import dev.yima.engine.Progress;
import dev.yima.engine.Turn;
import dev.yima.engine.Win;
import dev.yima.gateway.claim.GroupCommit.Standing;
import dev.yima.gateway.claim.Positions.Counter;
import dev.yima.gateway.claim.Positions.Move;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a batch of requests comes to: each is played in its turn, from where the campaigns stand. Not thread-safe.
 *
 * @param awards the claims that are made, by code
 * @param moves how the counters move
 * @param results what each request is told when the batch is durable
 */
record Batch(List<Award> awards, Map<UUID, Move> moves, Map<ClaimKey, ClaimOutcome> results) {
    private static final Counter MISSING = new Counter(Progress.at(0), 0, false, true);

    static Batch of(List<ClaimRequest> requests, Standing standing) {
        Batch batch = new Batch(new ArrayList<>(), new HashMap<>(), new HashMap<>());
        Pasts pasts = standing.pasts().copy();
        Earnings earnings = standing.earnings().copy();
        for (ClaimRequest request : requests) {
            UUID campaign = request.terms().campaign();
            Counter counter = standing.counters().getOrDefault(campaign, MISSING);
            Move move = batch.moves.getOrDefault(campaign, Move.none(counter));
            if (request.follows().isPresent()) {
                batch.follow(request, move, earnings);
            } else {
                batch.play(request, move, pasts, earnings);
            }
        }
        batch.awards.sort(Comparator.comparing(award -> award.request().key()));
        return batch;
    }

    private void play(ClaimRequest request, Move move, Pasts pasts, Earnings earnings) {
        Turn turn = move.to().position() >= move.from().end()
                ? Turn.refused(Turn.Kind.CLOSED, move.to())
                : request.terms().turn(move.to(), pasts.of(request));
        if (turn.kind() != Turn.Kind.TAKEN) {
            results.put(request.key(), ClaimOutcome.refused(turn.kind()));
            return;
        }
        Optional<LockedPacket> opens = turn.opens() ? Optional.of(pasts.oldestLocked(request)) : Optional.empty();
        Award award = Award.of(request, move.to().position(), turn.win(), turn.drawn(), opens);
        awards.add(award);
        pasts.claimed(award);
        results.put(request.key(), ClaimOutcome.claimed(award));
        Progress progress = turn.after();
        for (Earner earner : request.sale().earners()) {
            progress = earn(request.by(earner), progress, earnings)
                    .map(Award::win)
                    .flatMap(win -> win)
                    .map(progress::with)
                    .orElse(progress);
        }
        moves.put(request.terms().campaign(), new Move(move.from(), progress));
    }

    /** A claim that follows a consumer's, made later: it takes no position, only what the pool holds for it. */
    private void follow(ClaimRequest request, Move move, Earnings earnings) {
        Optional<Award> earned = move.from().closed() ? Optional.empty() : earn(request, move.to(), earnings);
        Progress after =
                earned.flatMap(Award::win).map(win -> move.to().with(win)).orElse(move.to());
        if (earned.isPresent()) {
            moves.put(request.terms().campaign(), new Move(move.from(), after));
        }
        results.put(
                request.key(),
                earned.map(ClaimOutcome::claimed).orElseGet(() -> ClaimOutcome.refused(Turn.Kind.CLOSED)));
    }

    private Optional<Award> earn(ClaimRequest request, Progress progress, Earnings earnings) {
        Optional<Win> win = request.terms().rules().slotReward(request.slot(), earnings.of(request), progress);
        Optional<Award> earned = win.map(won -> Award.earned(request, won));
        earned.ifPresent(award -> {
            awards.add(award);
            earnings.earned(request);
        });
        return earned;
    }
}
