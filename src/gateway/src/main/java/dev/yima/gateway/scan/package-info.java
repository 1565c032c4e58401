/** The hot path: parse, sight, decide, claim, reply. No Hibernate, no logging above DEBUG, no blocking. */
@NullMarked
package dev.yima.gateway.scan;

import org.jspecify.annotations.NullMarked;
