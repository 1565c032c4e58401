package dev.yima.engine.condition;

import dev.yima.engine.place.Region;
import dev.yima.engine.prize.Claimant;
import dev.yima.engine.scan.CampaignAvailability;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One condition of a campaign. A condition is one file: its line in the text of the rules, what it needs to know, its
 * refusal, and what a later version of the rules may make of it. {@link ConditionTypes} registers it.
 *
 * <p>It is judged either {@link BeforeCommit} or {@link UnderLock}; nothing is judged at both.
 */
public sealed interface Condition permits Condition.BeforeCommit, Condition.UnderLock {
    /** Facts that a condition needs, so that nobody reads what no condition asks for. */
    enum Fact {
        /** The clock or the calendar of the campaign's zone. */
        TIME(false),
        /** The network's region of the request. */
        ORIGIN(false),
        /** The claims that the person made before. */
        HISTORY(true),
        /** The brand's tags of the person. */
        TAGS(true),
        /** The cash given in the current hour and day. */
        CASH(false);

        private final boolean ofClaimant;

        Fact(boolean ofClaimant) {
            this.ofClaimant = ofClaimant;
        }

        /** Whether it is a fact about the claimant, which is read under the lock of the pool. */
        public boolean isOfClaimant() {
            return ofClaimant;
        }
    }

    /**
     * A request for a claim, as it is known before the commit.
     *
     * @param at the moment
     * @param zone the campaign's zone
     * @param origin the region of the request's network, read only if a condition asks; empty when it is unknown
     */
    record ClaimAttempt(Instant at, ZoneId zone, Supplier<Optional<Region>> origin) {}

    /**
     * A claim, as it is known under the lock of its pool. Cash is in minor units, and 0 where no condition needs
     * {@link Fact#CASH}.
     *
     * @param claimant the claimant and their history
     * @param cashMax the largest cash prize of a consumer
     * @param cashThisHour the cash given in the current hour
     * @param cashThisDay the cash given on the current day
     */
    record ClaimFacts(Claimant claimant, long cashMax, long cashThisHour, long cashThisDay) {}

    /** The type that it is registered with. */
    ConditionType<?> type();

    /** The rest of its line in the text of the rules, after {@link ConditionType#word()}. */
    String text();

    /** The facts that it needs. */
    Set<Fact> facts();

    /** The most cash of one claim that it can let through, in minor units. */
    default long cashMax() {
        return Long.MAX_VALUE;
    }

    /**
     * Conditions judged from the facts of the scan, before the claim joins a commit. Cheap, and refused without a
     * database; right where the answer is the same for everybody who asks at the same moment from the same place.
     */
    sealed interface BeforeCommit extends Condition permits Hours, Regions {
        /** Whether it lets an attempt through. */
        boolean allows(ClaimAttempt attempt);

        /** The campaign's standing for those whom it refuses. */
        CampaignAvailability refusal();
    }

    /**
     * Conditions judged from the history of the claimant or of the campaign, under the lock of the campaign's pool:
     * exact, since nobody else claims meanwhile.
     */
    sealed interface UnderLock extends Condition permits NewPeople, Tags, Limit {
        /** Whether it lets a claim through. */
        boolean allows(ClaimFacts facts);

        /** The answer to those whom it refuses. */
        Refusal refusal();
    }
}
