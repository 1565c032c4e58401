package dev.yima.payout.spi;

/**
 * The state of one payout order, as a verified notification says it.
 *
 * @param number the order number
 * @param answer its state
 */
public record PayoutUpdate(String number, PayoutAnswer answer) {}
