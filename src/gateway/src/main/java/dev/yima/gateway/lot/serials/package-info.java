/** Overrides of single serials, read with their lot; the only writer of voided serials and assigned ranges. */
@NullMarked
package dev.yima.gateway.lot.serials;

import org.jspecify.annotations.NullMarked;
