package dev.yima.gateway.claim;

import dev.yima.engine.ClaimSlot;
import dev.yima.gateway.history.ScanRecord;
import java.util.UUID;

/**
 * A person who asks for a code's claim.
 *
 * @param id the id that the claim will have
 * @param slot whose reward it is
 * @param terms what it draws from
 * @param scan the scan that asks; it is recorded in the claim's commit
 */
public record ClaimRequest(UUID id, ClaimSlot slot, Terms terms, ScanRecord scan) {
    /** What can be claimed once. */
    ClaimKey key() {
        return new ClaimKey(scan.code(), slot);
    }
}
