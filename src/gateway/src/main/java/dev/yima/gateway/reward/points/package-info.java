/** Points beside their balance: pending, expiring, and given or taken by staff. */
@NullMarked
package dev.yima.gateway.reward.points;

import org.jspecify.annotations.NullMarked;
