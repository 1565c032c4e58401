package dev.yima.gateway.claim.commit;

import dev.yima.engine.condition.Conditions;
import dev.yima.engine.prize.ClaimSlot;
import dev.yima.engine.prize.Claimant;
import dev.yima.engine.rules.CampaignProgress;
import dev.yima.gateway.claim.ClaimRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** How many rewards of a slot people had before, where a ladder asks, and in a batch itself. Not thread-safe. */
final class RewardCounts {
    /** Where no ladder asks. */
    static final RewardCounts NONE = new RewardCounts(Map.of());

    private final Map<Who, Count> counts;

    private RewardCounts(Map<Who, Count> counts) {
        this.counts = counts;
    }

    static RewardCounts of(Map<Who, Count> counts) {
        return new RewardCounts(Map.copyOf(counts));
    }

    /**
     * Somebody who earns in a campaign, on a day.
     *
     * @param member who
     * @param slot as what
     * @param campaign in which campaign
     * @param today when the day began
     * @param week when its week did
     * @param month when its month did
     */
    record Who(UUID member, ClaimSlot slot, UUID campaign, Instant today, Instant week, Instant month) {
        static Who in(ClaimRequest request) {
            Instant at = request.scan().at();
            Conditions conditions = request.terms().rules().conditions();
            return new Who(
                    request.scan().member(),
                    request.slot(),
                    request.terms().campaign(),
                    CampaignProgress.day(at, conditions),
                    CampaignProgress.week(at, conditions),
                    CampaignProgress.month(at, conditions));
        }

        private boolean isSameAs(Who other) {
            return member.equals(other.member) && slot == other.slot && campaign.equals(other.campaign);
        }
    }

    /**
     * How many rewards somebody had.
     *
     * @param today on the day
     * @param inWeek in the week
     * @param inMonth in the month
     * @param inCampaign in the campaign
     */
    record Count(int today, int inWeek, int inMonth, int inCampaign) {
        static final Count NONE = new Count(0, 0, 0, 0);

        private Count plus(Who who, Who earned) {
            return new Count(
                    today + (earned.today.isBefore(who.today) ? 0 : 1),
                    inWeek + (earned.today.isBefore(who.week) ? 0 : 1),
                    inMonth + (earned.today.isBefore(who.month) ? 0 : 1),
                    inCampaign + 1);
        }
    }

    /** The same, to be added to. */
    RewardCounts copy() {
        return new RewardCounts(new HashMap<>(counts));
    }

    /** Who earns, as the rules see them. */
    Claimant of(ClaimRequest request) {
        Count count = counts.isEmpty() ? Count.NONE : counts.getOrDefault(Who.in(request), Count.NONE);
        return new Claimant(
                request.scan().at(),
                count.today,
                count.inWeek,
                count.inMonth,
                count.inCampaign,
                0,
                Map.of(),
                0,
                Set.of());
    }

    /** Adds a reward of this batch. */
    void earned(ClaimRequest request) {
        if (!counts.isEmpty()) {
            Who earner = Who.in(request);
            counts.replaceAll((who, count) -> who.isSameAs(earner) ? count.plus(who, earner) : count);
        }
    }
}
