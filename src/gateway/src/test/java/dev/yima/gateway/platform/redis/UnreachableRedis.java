package dev.yima.gateway.platform.redis;

import io.vertx.core.Vertx;

/** A connection to a Redis that is not there. */
public final class UnreachableRedis {
    private UnreachableRedis() {}

    /** A connection whose every command fails at once. */
    public static RedisConnection connection(Vertx vertx) {
        return new RedisConnection(RedisTarget.of("redis://127.0.0.1:1"), vertx);
    }
}
