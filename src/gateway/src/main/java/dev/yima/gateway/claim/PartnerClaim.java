package dev.yima.gateway.claim;

import java.util.Optional;
import java.util.UUID;

/**
 * How somebody of a partner comes to claim.
 *
 * @param partner the store or dealer that they earn it at
 * @param follows the consumer's claim that it came with; empty where the claim is drawn, as for an opened case
 */
public record PartnerClaim(UUID partner, Optional<UUID> follows) {}
