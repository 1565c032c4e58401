package dev.yima.payout.spi;

import java.time.Instant;

/**
 * A payment in a provider's statement. An order that the provider paid twice has two lines.
 *
 * @param number the order number
 * @param currency an ISO 4217 code
 * @param amountMinor the amount paid, in minor units
 * @param paidAt the moment of the payment
 */
public record StatementLine(String number, String currency, long amountMinor, Instant paidAt) {}
