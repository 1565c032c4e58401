package dev.yima.gateway.claim;

import dev.yima.engine.prize.ClaimSlot;
import java.util.UUID;

/**
 * A member who earns by another member's claim.
 *
 * @param id the id that the beneficiary's own claim will have
 * @param slot the slot of the reward
 * @param partner the store or dealer that it is earned at
 * @param member the beneficiary, as the brand's member
 */
public record Beneficiary(UUID id, ClaimSlot slot, UUID partner, UUID member) {}
