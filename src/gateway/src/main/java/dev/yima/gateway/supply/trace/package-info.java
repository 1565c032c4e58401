/** Traces: route, custody and present location of goods; reads only. */
@NullMarked
package dev.yima.gateway.supply.trace;

import org.jspecify.annotations.NullMarked;
