/**
 * The supply chain of goods, by its EPCIS events. Each sub-package knows those before it alone: aggregation, movement,
 * trace, opening, commission. This package holds what they share, scanned codes, and knows none of them.
 */
@NullMarked
package dev.yima.gateway.supply;

import org.jspecify.annotations.NullMarked;
