package dev.yima.payout.spi;

import java.util.UUID;

/**
 * A payout order as it is sent. It is stored, so each time it is sent it is the same.
 *
 * @param brand the brand whose money pays it
 * @param number the order number
 * @param body the exact body that {@link PayoutProvider#request} made of the order
 */
public record PayoutRequest(UUID brand, String number, String body) {}
