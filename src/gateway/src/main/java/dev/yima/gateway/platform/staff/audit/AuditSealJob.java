package dev.yima.gateway.platform.staff.audit;

import dev.yima.gateway.platform.job.Job;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Seals the entries of the audit that wait: a step is one transaction. */
@ApplicationScoped
class AuditSealJob implements Job {
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final AuditChain chain;

    AuditSealJob(AuditChain chain) {
        this.chain = chain;
    }

    @Override
    public String name() {
        return "audit-seal";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public Steps begin() {
        return chain::seal;
    }
}
