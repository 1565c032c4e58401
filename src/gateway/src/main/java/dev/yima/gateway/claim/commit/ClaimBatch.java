package dev.yima.gateway.claim.commit;

import dev.yima.engine.prize.PrizeAward;
import dev.yima.engine.rules.CampaignProgress;
import dev.yima.engine.rules.ClaimDecision;
import dev.yima.gateway.claim.Award;
import dev.yima.gateway.claim.Beneficiary;
import dev.yima.gateway.claim.ClaimKey;
import dev.yima.gateway.claim.ClaimOutcome;
import dev.yima.gateway.claim.ClaimRequest;
import dev.yima.gateway.claim.LockedPacket;
import dev.yima.gateway.claim.PoolCounters.Counter;
import dev.yima.gateway.claim.PoolCounters.Move;
import dev.yima.gateway.claim.commit.GroupCommit.Standing;
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
public record ClaimBatch(List<Award> awards, Map<UUID, Move> moves, Map<ClaimKey, ClaimOutcome> results) {
    private static final Counter MISSING = new Counter(CampaignProgress.at(0), 0, false, true);

    static ClaimBatch of(List<ClaimRequest> requests, Standing standing) {
        ClaimBatch batch = new ClaimBatch(new ArrayList<>(), new HashMap<>(), new HashMap<>());
        BatchClaimHistory pasts = standing.pasts().copy();
        RewardCounts earnings = standing.earnings().copy();
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

    private void play(ClaimRequest request, Move move, BatchClaimHistory pasts, RewardCounts earnings) {
        ClaimDecision turn = move.to().position() >= move.from().end()
                ? ClaimDecision.refused(ClaimDecision.Kind.CLOSED, move.to())
                : request.terms().turn(move.to(), pasts.of(request));
        if (turn.kind() != ClaimDecision.Kind.TAKEN) {
            results.put(request.key(), ClaimOutcome.refused(turn.kind()));
            return;
        }
        Optional<LockedPacket> opens = turn.opens() ? Optional.of(pasts.oldestLocked(request)) : Optional.empty();
        Award award = Award.of(request, move.to().position(), turn.win(), turn.drawn(), opens);
        awards.add(award);
        pasts.claimed(award);
        results.put(request.key(), ClaimOutcome.claimed(award));
        CampaignProgress progress = turn.after();
        for (Beneficiary earner : request.sale().earners()) {
            progress = earn(request.by(earner), progress, earnings)
                    .map(Award::win)
                    .flatMap(win -> win)
                    .map(progress::with)
                    .orElse(progress);
        }
        moves.put(request.terms().campaign(), new Move(move.from(), progress));
    }

    /** A claim that follows a consumer's, made later: it takes no position, only what the pool holds for it. */
    private void follow(ClaimRequest request, Move move, RewardCounts earnings) {
        Optional<Award> earned = move.from().closed() ? Optional.empty() : earn(request, move.to(), earnings);
        CampaignProgress after =
                earned.flatMap(Award::win).map(win -> move.to().with(win)).orElse(move.to());
        if (earned.isPresent()) {
            moves.put(request.terms().campaign(), new Move(move.from(), after));
        }
        results.put(
                request.key(),
                earned.map(ClaimOutcome::claimed).orElseGet(() -> ClaimOutcome.refused(ClaimDecision.Kind.CLOSED)));
    }

    private Optional<Award> earn(ClaimRequest request, CampaignProgress progress, RewardCounts earnings) {
        Optional<PrizeAward> win = request.terms().rules().slotReward(request.slot(), earnings.of(request), progress);
        Optional<Award> earned = win.map(won -> Award.earned(request, won));
        earned.ifPresent(award -> {
            awards.add(award);
            earnings.earned(request);
        });
        return earned;
    }
}
