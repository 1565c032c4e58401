/** Lots as staff edit them, and the cache from which the scan path reads them. */
@NullMarked
package dev.yima.gateway.lot.catalogue;

import org.jspecify.annotations.NullMarked;
