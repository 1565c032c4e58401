package dev.yima.gateway.payout;

import java.util.UUID;

/**
 * What a provider is asked to pay.
 *
 * @param claim the claim that won it
 * @param brand whose money pays it
 * @param number the bill number, 32 letters and digits: an award keeps it until the provider has refused it for good
 * @param body the exact request, the same each time it is sent
 */
public record PayoutOrder(UUID claim, UUID brand, String number, String body) {}
