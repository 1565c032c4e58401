/** The connection to Redis and its circuit breaker; every user of it must work without Redis. */
@NullMarked
package dev.yima.gateway.platform.redis;

import org.jspecify.annotations.NullMarked;
