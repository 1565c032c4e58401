/** Voided serials, and ranges of serials assigned to a product or campaign; the only writer of both. */
@NullMarked
package dev.yima.gateway.lot.assignment;

import org.jspecify.annotations.NullMarked;
