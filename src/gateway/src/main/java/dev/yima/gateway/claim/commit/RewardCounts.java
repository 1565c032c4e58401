package dev.yima.gateway.claim.commit;

import dev.yima.engine.prize.ClaimSlot;
import dev.yima.engine.prize.Claimant;
import dev.yima.gateway.claim.ClaimRequest;
import dev.yima.gateway.claim.MemberInCampaign;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Earlier rewards of a batch's beneficiaries, where a ladder asks, and those of the batch itself. Not thread-safe. */
final class RewardCounts {
    /** The counts of a batch for which no ladder asks. */
    static final RewardCounts NONE = new RewardCounts(Map.of());

    private final Map<BeneficiaryKey, PeriodCounts> counts;

    private RewardCounts(Map<BeneficiaryKey, PeriodCounts> counts) {
        this.counts = counts;
    }

    static RewardCounts of(Map<BeneficiaryKey, PeriodCounts> counts) {
        return new RewardCounts(Map.copyOf(counts));
    }

    /**
     * A beneficiary in the periods of a request.
     *
     * @param beneficiary the beneficiary
     * @param slot the slot of the rewards
     * @param periods the periods
     */
    record BeneficiaryKey(MemberInCampaign beneficiary, ClaimSlot slot, ClaimPeriods periods) {
        static BeneficiaryKey of(ClaimRequest request) {
            return new BeneficiaryKey(request.claimant(), request.slot(), ClaimPeriods.of(request));
        }

        private boolean hasSameBeneficiary(BeneficiaryKey other) {
            return slot == other.slot && beneficiary.equals(other.beneficiary);
        }
    }

    /** A copy to which rewards can be added. */
    RewardCounts copy() {
        return new RewardCounts(new HashMap<>(counts));
    }

    /** The beneficiary of a request, as the rules see them. */
    Claimant beneficiary(ClaimRequest request) {
        PeriodCounts count = counts.isEmpty()
                ? PeriodCounts.NONE
                : counts.getOrDefault(BeneficiaryKey.of(request), PeriodCounts.NONE);
        return new Claimant(
                request.scan().at(),
                count.today(),
                count.inWeek(),
                count.inMonth(),
                count.inCampaign(),
                0,
                Map.of(),
                0,
                Set.of());
    }

    /** Adds a reward of this batch. */
    void add(ClaimRequest request) {
        if (!counts.isEmpty()) {
            BeneficiaryKey reward = BeneficiaryKey.of(request);
            counts.replaceAll((key, count) ->
                    key.hasSameBeneficiary(reward) ? count.plus(key.periods(), reward.periods()) : count);
        }
    }
}
