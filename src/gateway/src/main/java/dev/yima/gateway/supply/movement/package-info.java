/**
 * Movements of goods between partners: the only writer of the append-only log, each row validated at its own moment.
 * Knows aggregation, and none of the packages that follow goods further.
 */
@NullMarked
package dev.yima.gateway.supply.movement;

import org.jspecify.annotations.NullMarked;
