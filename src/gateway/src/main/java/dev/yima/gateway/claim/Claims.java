package dev.yima.gateway.claim;

import dev.yima.engine.prize.ClaimSlot;
import dev.yima.engine.rules.CampaignRules;
import dev.yima.gateway.history.CodeRef;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Claims of codes: each code once per slot. */
public interface Claims {
    /**
     * Claims a code.
     *
     * @return the outcome, when it is durable; fails when it is not known to be
     */
    Uni<ClaimOutcome> claim(ClaimRequest request);

    /**
     * Finds the claim of a code in a slot; empty when nobody has claimed it. Fails when the database does not say so in
     * time.
     */
    Uni<Optional<HeldClaim>> find(CodeRef code, ClaimSlot slot);

    /**
     * A claim that was made.
     *
     * @param claim its id
     * @param member its holder
     * @param reward its reward, empty when it won nothing
     */
    record HeldClaim(UUID claim, UUID member, Optional<Reward> reward) {
        /** The claim that an award makes. */
        public static HeldClaim of(Award award) {
            ClaimRequest request = award.request();
            return new HeldClaim(request.id(), request.scan().member(), Optional.ofNullable(Reward.of(award)));
        }

        /** The reward, for its holder; empty for anybody else. */
        public Optional<Reward> rewardFor(UUID claimant) {
            return member.equals(claimant) ? reward : Optional.empty();
        }

        /** The outcome of a later request of some member for the same claim. */
        public ClaimOutcome outcomeFor(UUID claimant) {
            return member.equals(claimant)
                    ? ClaimOutcome.held(ClaimOutcome.Kind.HELD_BY_SAME_PERSON, member, reward.orElse(null))
                    : ClaimOutcome.held(ClaimOutcome.Kind.HELD_BY_OTHER_PERSON, member, null);
        }
    }

    /** Progress of members with the sets of campaigns, for pages; claims read it under the lock of the pool. */
    interface Sets {
        /** The progress of a member in a campaign with a set; a set that was completed was handed in. */
        Uni<SetProgress> of(UUID member, CampaignRules rules);
    }

    /**
     * Progress of a member with a set.
     *
     * @param held the titles of the pieces that the member has
     * @param missing the titles of the others
     */
    record SetProgress(List<String> held, List<String> missing) {
        /** The number of different pieces. */
        public int size() {
            return held.size() + missing.size();
        }
    }
}
