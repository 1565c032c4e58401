package dev.yima.gateway.claim;

import java.util.Optional;
import java.util.UUID;

/**
 * The partner's side of a claim that an employee makes.
 *
 * @param partner the store or dealer that it is earned at
 * @param follows the consumer's claim that it came with; empty where the claim is drawn, as for an opened case
 */
public record PartnerClaim(UUID partner, Optional<UUID> follows) {}
