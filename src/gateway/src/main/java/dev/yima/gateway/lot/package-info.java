/** Lots of codes: their life, their keys, and the memory that the scan path reads them from. */
@NullMarked
package dev.yima.gateway.lot;

import org.jspecify.annotations.NullMarked;
