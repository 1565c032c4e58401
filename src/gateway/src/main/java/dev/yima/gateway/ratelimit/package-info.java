/** Rate limits per minute on scans of a person and on unknown codes of a network. */
@NullMarked
package dev.yima.gateway.ratelimit;

import org.jspecify.annotations.NullMarked;
