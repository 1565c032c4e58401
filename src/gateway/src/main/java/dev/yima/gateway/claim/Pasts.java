package dev.yima.gateway.claim;

import dev.yima.engine.Claimant;
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
     * A person in a campaign.
     *
     * @param member the person
     * @param campaign the campaign
     */
    record Who(UUID member, UUID campaign) {
        static Who in(ClaimRequest request) {
            return new Who(request.scan().member(), request.terms().campaign());
        }
    }

    /**
     * How many claims a person made before.
     *
     * @param today of the campaign, on the day of the request
     * @param inCampaign of the campaign
     * @param ever of the brand
     */
    record Counts(int today, int inCampaign, int ever) {
        static final Counts ZERO = new Counts(0, 0, 0);
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
        UUID member = request.scan().member();
        counts.putIfAbsent(Who.in(request), Counts.ZERO);
        counts.replaceAll((who, past) -> !who.member.equals(member)
                ? past
                : who.campaign.equals(request.terms().campaign())
                        ? new Counts(past.today + 1, past.inCampaign + 1, past.ever + 1)
                        : new Counts(past.today, past.inCampaign, past.ever + 1));
    }
}
