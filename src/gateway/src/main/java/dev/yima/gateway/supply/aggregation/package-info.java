/**
 * Aggregation (EPCIS): parents and children of codes, item to pallet; the only writer of links and of label
 * replacements. Knows no movement and no opening.
 */
@NullMarked
package dev.yima.gateway.supply.aggregation;

import org.jspecify.annotations.NullMarked;
