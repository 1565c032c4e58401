package dev.yima.gateway.claim;

import dev.yima.engine.prize.ClaimSlot;
import java.util.UUID;

/**
 * Somebody who earns by another person's claim.
 *
 * @param id the id that their claim will have
 * @param slot whose reward it is
 * @param partner the store or dealer that they earn it at
 * @param member who, as the brand knows them
 */
public record Beneficiary(UUID id, ClaimSlot slot, UUID partner, UUID member) {}
