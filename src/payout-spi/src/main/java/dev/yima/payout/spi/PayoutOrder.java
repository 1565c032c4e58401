package dev.yima.payout.spi;

import java.util.UUID;

/**
 * An amount owed to a person, to be paid through a provider.
 *
 * @param brand the brand whose money pays it
 * @param number the order number, 32 letters and digits, unique for ever
 * @param amountMinor the amount in minor units, such as fen; at least 1
 * @param currency an ISO 4217 code
 * @param payee the payee's account at the provider, in the provider's own format
 */
public record PayoutOrder(UUID brand, String number, long amountMinor, String currency, String payee) {}
