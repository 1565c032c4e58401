package dev.yima.gateway.claim;

import dev.yima.engine.Claimant;
import dev.yima.engine.Progress;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** What people claimed before, as far as the rules of a batch ask, and in that batch itself. Not thread-safe. */
final class Pasts {
    /** Where no rule asks. */
    static final Pasts NONE = new Pasts(Map.of());

    private final Map<Who, Counts> counts;

    private Pasts(Map<Who, Counts> counts) {
        this.counts = counts;
    }

    static Pasts of(Map<Who, Counts> counts) {
        return new Pasts(Map.copyOf(counts));
    }

    /**
     * A person in a campaign, on a day: a batch may hold scans from both sides of midnight.
     *
     * @param member the person
     * @param campaign the campaign
     * @param today when the day of the request began
     */
    record Who(UUID member, UUID campaign, Instant today) {
        static Who in(ClaimRequest request) {
            Instant today =
                    Progress.day(request.scan().at(), request.terms().rules().conditions());
            return new Who(request.scan().member(), request.terms().campaign(), today);
        }
    }

    /**
     * How many claims a person made before.
     *
     * @param today of the campaign, since the day of the request began
     * @param inCampaign of the campaign
     * @param ever of the brand
     */
    record Counts(int today, int inCampaign, int ever) {
        static final Counts ZERO = new Counts(0, 0, 0);

        private Counts andOne(Who counted, Who claimant) {
            boolean same = counted.campaign.equals(claimant.campaign);
            boolean since = same && !claimant.today.isBefore(counted.today);
            return new Counts(today + (since ? 1 : 0), inCampaign + (same ? 1 : 0), ever + 1);
        }
    }

    /** The same, to be added to. */
    Pasts copy() {
        return new Pasts(new HashMap<>(counts));
    }

    /** Who asks for a claim. */
    Claimant of(ClaimRequest request) {
        Instant at = request.scan().at();
        Counts past = counts.getOrDefault(Who.in(request), Counts.ZERO);
        return new Claimant(at, past.today, past.inCampaign, past.ever);
    }

    /** Adds a claim of this batch. */
    void claimed(ClaimRequest request) {
        if (!request.terms().rules().conditions().askForThePast()) {
            return;
        }
        Who claimant = Who.in(request);
        counts.replaceAll((who, past) -> who.member.equals(claimant.member) ? past.andOne(who, claimant) : past);
    }
}
