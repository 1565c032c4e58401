/** Lots: as staff edit them, and in the memory that the scan path reads. */
@NullMarked
package dev.yima.gateway.lot.catalogue;

import org.jspecify.annotations.NullMarked;
