package dev.yima.gateway.idempotency;

import dev.yima.gateway.platform.job.Job;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Deletes answers that have expired: a step is one statement for each kind. */
@ApplicationScoped
class IdempotencyKeyJob implements Job {
    private static final Duration EVERY = Duration.ofMinutes(10);

    private final IdempotencyRepository scans;
    private final KeptAnswers answers;

    IdempotencyKeyJob(IdempotencyRepository scans, KeptAnswers answers) {
        this.scans = scans;
        this.answers = answers;
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
        return () ->
                scans.deleteExpired().flatMap(more -> answers.deleteExpired().map(evenMore -> more || evenMore));
    }
}
