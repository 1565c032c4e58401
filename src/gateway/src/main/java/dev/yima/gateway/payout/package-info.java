/** Carries a committed award to the outside world, exactly once; providers stand behind one interface. */
@NullMarked
package dev.yima.gateway.payout;

import org.jspecify.annotations.NullMarked;
