/** The hot path: read, look up, decide, claim, answer. No Hibernate, no logging above DEBUG, no blocking. */
@NullMarked
package dev.yima.gateway.scan;

import org.jspecify.annotations.NullMarked;
