/** Gifts: won in the commit of a claim, sent to a sealed address. */
@NullMarked
package dev.yima.gateway.reward.gift;

import org.jspecify.annotations.NullMarked;
