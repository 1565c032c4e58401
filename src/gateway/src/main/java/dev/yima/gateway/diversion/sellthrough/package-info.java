/** Sell-through: shipments against scans, by dealer and region; reads only. */
@NullMarked
package dev.yima.gateway.diversion.sellthrough;

import org.jspecify.annotations.NullMarked;
