/** Interface between the outbox of payouts and a provider that pays people; knows neither of them. */
@NullMarked
package dev.yima.payout.spi;

import org.jspecify.annotations.NullMarked;
