/** A payout provider that keeps books like a real one and pays nobody; knows the payout SPI, not the payouts. */
@NullMarked
package dev.yima.gateway.payout.sandbox;

import org.jspecify.annotations.NullMarked;
