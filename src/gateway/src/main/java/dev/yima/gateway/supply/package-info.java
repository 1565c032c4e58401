/** The supply chain of goods, by its EPCIS events; this package holds what they share: scanned codes. */
@NullMarked
package dev.yima.gateway.supply;

import org.jspecify.annotations.NullMarked;
