/** Traces: route, custody and present location of goods, from aggregation and movements; writes nothing. */
@NullMarked
package dev.yima.gateway.supply.trace;

import org.jspecify.annotations.NullMarked;
