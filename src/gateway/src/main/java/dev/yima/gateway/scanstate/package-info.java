/** The state of codes in Redis: at most one round trip per scan; PostgreSQL answers what Redis forgot. */
@NullMarked
package dev.yima.gateway.scanstate;

import org.jspecify.annotations.NullMarked;
