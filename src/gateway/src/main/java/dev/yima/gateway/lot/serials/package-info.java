/** Overrides of single serials, read with their lot: honey, void, or of an assigned range. */
@NullMarked
package dev.yima.gateway.lot.serials;

import org.jspecify.annotations.NullMarked;
