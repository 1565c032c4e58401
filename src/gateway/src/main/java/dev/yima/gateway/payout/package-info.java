/**
 * Carries a committed award to the outside world, exactly once. Providers stand behind one interface, and no word of
 * theirs is known here.
 */
@NullMarked
package dev.yima.gateway.payout;

import org.jspecify.annotations.NullMarked;
