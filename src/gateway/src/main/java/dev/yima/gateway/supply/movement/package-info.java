/** Movements of goods between partners: an append-only log, each row validated at its own moment. */
@NullMarked
package dev.yima.gateway.supply.movement;

import org.jspecify.annotations.NullMarked;
