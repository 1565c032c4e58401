/** The Redis of this machine: unpacked, started, stopped. */
@NullMarked
package dev.yima.embedded.redis;

import org.jspecify.annotations.NullMarked;
