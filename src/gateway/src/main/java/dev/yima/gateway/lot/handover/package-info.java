/** Handovers of a lot's codes: copies for recipients, their honey codes, and the leaks that those reveal. */
@NullMarked
package dev.yima.gateway.lot.handover;

import org.jspecify.annotations.NullMarked;
