/** The connection to Redis and its circuit breaker; who uses it must live without it. */
@NullMarked
package dev.yima.gateway.platform.redis;

import org.jspecify.annotations.NullMarked;
