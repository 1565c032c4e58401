/** Provinces of networks, from lists in memory; no other service learns of the network. */
@NullMarked
package dev.yima.gateway.place;

import org.jspecify.annotations.NullMarked;
