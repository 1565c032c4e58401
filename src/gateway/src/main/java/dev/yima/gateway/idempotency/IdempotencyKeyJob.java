package dev.yima.gateway.idempotency;

import dev.yima.gateway.platform.job.Job;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Deletes stored responses that have expired: a step is one statement. */
@ApplicationScoped
class IdempotencyKeyJob implements Job {
    private static final Duration EVERY = Duration.ofMinutes(10);

    private final IdempotencyRepository keys;

    IdempotencyKeyJob(IdempotencyRepository keys) {
        this.keys = keys;
    }

    @Override
    public String name() {
        return "idempotency-keys";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public Steps begin() {
        return keys::deleteExpired;
    }
}
