package dev.yima.gateway.claim;

import dev.yima.engine.prize.ClaimSlot;
import dev.yima.gateway.history.CodeRef;
import java.util.Comparator;

/**
 * The unit that can be claimed once.
 *
 * @param code the code
 * @param slot the slot of the reward
 */
public record ClaimKey(CodeRef code, ClaimSlot slot) implements Comparable<ClaimKey> {
    private static final Comparator<ClaimKey> ORDER =
            Comparator.comparing(ClaimKey::code).thenComparing(ClaimKey::slot);

    @Override
    public int compareTo(ClaimKey other) {
        return ORDER.compare(this, other);
    }
}
