package dev.yima.gateway.platform.redis;

import io.quarkus.runtime.StartupEvent;

/** The invalidation of another replica on the same Redis. */
public final class OtherReplica {
    private OtherReplica() {}

    /** Hears of changes by message alone, as another replica does. */
    public static CacheInvalidation invalidation(RedisConnection redis) {
        CacheInvalidation invalidation = new CacheInvalidation(redis);
        invalidation.onStart(new StartupEvent());
        return invalidation;
    }
}
