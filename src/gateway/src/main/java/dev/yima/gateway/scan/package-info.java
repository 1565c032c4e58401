/**
 * The hot path: parse, sight, decide, claim, reply. No Hibernate, no logging above DEBUG, no blocking. Beside it, the
 * counter: what people at dealers and stores do with the same codes.
 */
@NullMarked
package dev.yima.gateway.scan;

import org.jspecify.annotations.NullMarked;
