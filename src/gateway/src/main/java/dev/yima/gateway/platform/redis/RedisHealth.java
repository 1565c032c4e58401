package dev.yima.gateway.platform.redis;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Readiness check of Redis, every node of a cluster that has keys. Without it the service is degraded, not down: it
 * answers, and money is exact.
 */
@Readiness
@ApplicationScoped
class RedisHealth implements AsyncHealthCheck {
    private static final String NAME = "Redis";

    private final RedisConnection redis;

    RedisHealth(RedisConnection redis) {
        this.redis = redis;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return redis.ping().map(done -> answer("ok")).onFailure().recoverWithItem(away -> answer("degraded"));
    }

    private static HealthCheckResponse answer(String state) {
        return HealthCheckResponse.named(NAME).up().withData("state", state).build();
    }
}
