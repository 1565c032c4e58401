/** Handovers of a lot's codes: recipients of copies, honey codes in them, leaks that they betray. */
@NullMarked
package dev.yima.gateway.lot.handover;

import org.jspecify.annotations.NullMarked;
