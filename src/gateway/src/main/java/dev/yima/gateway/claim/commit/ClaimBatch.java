package dev.yima.gateway.claim.commit;

import dev.yima.engine.prize.PrizeAward;
import dev.yima.engine.rules.CampaignProgress;
import dev.yima.engine.rules.ClaimDecision;
import dev.yima.gateway.claim.Award;
import dev.yima.gateway.claim.Beneficiary;
import dev.yima.gateway.claim.ClaimKey;
import dev.yima.gateway.claim.ClaimOutcome;
import dev.yima.gateway.claim.ClaimRequest;
import dev.yima.gateway.claim.Claims.HeldClaim;
import dev.yima.gateway.claim.LockedPacket;
import dev.yima.gateway.claim.PoolCounters.CounterAdvance;
import dev.yima.gateway.claim.PoolCounters.PoolCounter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The decisions on a batch of requests, made one after the other from the campaigns' counters. Several may be for the
 * same claim: each is decided for its own claimant, until one of them takes it. Not thread-safe.
 *
 * @param awards the claims that are made, in the order of their codes
 * @param advances the steps of the counters, by campaign
 * @param outcomes the outcome of each request by its id, once the batch is durable
 * @param made the claims that are made, by what they claim
 */
record ClaimBatch(
        List<Award> awards,
        Map<UUID, CounterAdvance> advances,
        Map<UUID, ClaimOutcome> outcomes,
        Map<ClaimKey, HeldClaim> made) {
    private static final PoolCounter MISSING = new PoolCounter(CampaignProgress.at(0), 0, false, true);

    /**
     * The facts that a batch is decided on.
     *
     * @param counters the counters, by campaign
     * @param history the earlier claims of the claimants, as far as the rules ask
     * @param rewards the earlier rewards of the beneficiaries, as far as the rules ask
     */
    record Facts(Map<UUID, PoolCounter> counters, BatchClaimHistory history, RewardCounts rewards) {
        /** The facts of a batch whose rules depend on positions only. */
        static Facts of(Map<UUID, PoolCounter> counters) {
            return new Facts(counters, BatchClaimHistory.NONE, RewardCounts.NONE);
        }

        private Facts copy() {
            return new Facts(counters, history.copy(), rewards.copy());
        }
    }

    /** Decides a batch. */
    static ClaimBatch decide(List<ClaimRequest> requests, Facts known) {
        ClaimBatch batch = new ClaimBatch(new ArrayList<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());
        Facts facts = known.copy();
        for (ClaimRequest request : requests) {
            HeldClaim held = batch.made.get(request.key());
            if (held != null) {
                batch.outcomes.put(request.id(), held.outcomeFor(request.scan().member()));
                continue;
            }
            UUID campaign = request.draw().campaign();
            PoolCounter counter = facts.counters.getOrDefault(campaign, MISSING);
            CounterAdvance advance = batch.advances.getOrDefault(campaign, CounterAdvance.none(counter));
            if (request.follows().isPresent()) {
                batch.follow(request, advance, facts.rewards);
            } else {
                batch.draw(request, advance, facts);
            }
        }
        batch.awards.sort(Comparator.comparing(award -> award.request().key()));
        return batch;
    }

    /** Decides a claim that takes a position, and the rewards of those who earn by it. */
    private void draw(ClaimRequest request, CounterAdvance advance, Facts facts) {
        CampaignProgress before = advance.to();
        ClaimDecision decision = before.position() >= advance.from().end()
                ? ClaimDecision.refused(ClaimDecision.Kind.CLOSED, before)
                : request.draw().decide(before, facts.history.claimant(request));
        if (decision.kind() != ClaimDecision.Kind.TAKEN) {
            outcomes.put(request.id(), ClaimOutcome.refused(decision.kind()));
            return;
        }
        Optional<LockedPacket> opens =
                decision.opens() ? Optional.of(facts.history.packetToOpen(request)) : Optional.empty();
        Award award = Award.of(request, before.position(), decision.win(), decision.drawn(), opens);
        add(award);
        facts.history.add(award);
        outcomes.put(request.id(), ClaimOutcome.claimed(award));
        CampaignProgress progress = decision.after();
        for (Beneficiary beneficiary : request.sale().beneficiaries()) {
            ClaimRequest follower = request.forBeneficiary(beneficiary);
            if (made.containsKey(follower.key())) {
                continue;
            }
            progress = reward(follower, progress, facts.rewards)
                    .flatMap(Award::win)
                    .map(progress::with)
                    .orElse(progress);
        }
        advances.put(request.draw().campaign(), new CounterAdvance(advance.from(), progress));
    }

    /** Decides a claim that follows a consumer's earlier one: it takes no position, only what the pool holds for it. */
    private void follow(ClaimRequest request, CounterAdvance advance, RewardCounts rewards) {
        CampaignProgress before = advance.to();
        Optional<Award> award = advance.from().closed() ? Optional.empty() : reward(request, before, rewards);
        if (award.isPresent()) {
            CampaignProgress after = award.flatMap(Award::win).map(before::with).orElse(before);
            advances.put(request.draw().campaign(), new CounterAdvance(advance.from(), after));
        }
        outcomes.put(
                request.id(),
                award.map(ClaimOutcome::claimed).orElseGet(() -> ClaimOutcome.refused(ClaimDecision.Kind.CLOSED)));
    }

    /** Rewards a beneficiary; empty when the pool holds nothing for the slot. */
    private Optional<Award> reward(ClaimRequest request, CampaignProgress progress, RewardCounts rewards) {
        Optional<PrizeAward> win =
                request.draw().rules().slotReward(request.slot(), rewards.beneficiary(request), progress);
        Optional<Award> reward = win.map(won -> Award.linked(request, won));
        reward.ifPresent(award -> {
            add(award);
            rewards.add(request);
        });
        return reward;
    }

    private void add(Award award) {
        awards.add(award);
        made.put(award.request().key(), HeldClaim.of(award));
    }
}
