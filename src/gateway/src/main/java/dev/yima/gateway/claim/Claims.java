package dev.yima.gateway.claim;

import dev.yima.engine.prize.ClaimSlot;
import dev.yima.gateway.history.CodeRef;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.UUID;

/** Takes the claims of codes: each once per slot. */
public interface Claims {
    /** Asks for a claim. The outcome comes when it is durable. Fails when it is not known to be. */
    Uni<ClaimOutcome> claim(ClaimRequest request);

    /** Who holds a claim, if anybody. */
    Uni<Optional<Holding>> holding(CodeRef code, ClaimSlot slot);

    /**
     * A claim that is held.
     *
     * @param claim its id
     * @param member by whom
     * @param reward what it won, empty when nothing
     */
    record Holding(UUID claim, UUID member, Optional<Reward> reward) {
        /** What a person is told who asks for a claim that is held. */
        public ClaimOutcome toldTo(UUID asking) {
            return member.equals(asking)
                    ? ClaimOutcome.held(ClaimOutcome.Kind.HELD_BY_SAME_PERSON, member, reward.orElse(null))
                    : ClaimOutcome.held(ClaimOutcome.Kind.HELD_BY_OTHER_PERSON, member, null);
        }
    }
}
