/** The scan states of codes in Redis, in one round trip per scan; PostgreSQL stands in for what Redis lacks. */
@NullMarked
package dev.yima.gateway.scanstate;

import org.jspecify.annotations.NullMarked;
