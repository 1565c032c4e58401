package dev.yima.gateway.payout;

import java.util.UUID;

/**
 * A payout as its provider knows it. A payout that was given another number is not found by its last.
 *
 * @param provider the provider's id
 * @param brand the brand whose money pays it
 * @param number the order number, 32 letters and digits: an award keeps it until the provider has refused it for good
 */
record PayoutKey(String provider, UUID brand, String number) {}
