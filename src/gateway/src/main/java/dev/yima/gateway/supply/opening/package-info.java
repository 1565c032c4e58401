/** Openings of cases by stores, the promoters of codes, and disputes about both. */
@NullMarked
package dev.yima.gateway.supply.opening;

import org.jspecify.annotations.NullMarked;
