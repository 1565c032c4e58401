package dev.yima.gateway.claim;

import dev.yima.engine.prize.ClaimSlot;
import dev.yima.gateway.history.CodeRef;
import java.util.Comparator;

/**
 * What can be claimed once.
 *
 * @param code the code
 * @param slot whose reward
 */
public record ClaimKey(CodeRef code, ClaimSlot slot) implements Comparable<ClaimKey> {
    private static final Comparator<ClaimKey> ORDER =
            Comparator.comparing(ClaimKey::code).thenComparing(ClaimKey::slot);

    @Override
    public int compareTo(ClaimKey other) {
        return ORDER.compare(this, other);
    }
}
