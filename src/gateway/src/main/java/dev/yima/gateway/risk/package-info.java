/**
 * One Redis round trip per scan, and one before it for the limit of a person who is known; PostgreSQL answers when
 * Redis cannot.
 */
@NullMarked
package dev.yima.gateway.risk;

import org.jspecify.annotations.NullMarked;
