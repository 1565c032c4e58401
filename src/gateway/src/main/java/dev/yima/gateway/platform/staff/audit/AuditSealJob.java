package dev.yima.gateway.platform.staff.audit;

import dev.yima.gateway.platform.job.Job;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Seals the entries of the audit that wait: a step is one transaction. An entry that waits for long is held up by
 * somebody, and what is not sealed can still be left out: that is told.
 */
@ApplicationScoped
class AuditSealJob implements Job {
    private static final Logger LOG = Logger.getLogger(AuditSealJob.class);
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final AuditChain chain;
    private volatile Duration wait = Duration.ZERO;

    AuditSealJob(AuditChain chain, MeterRegistry meters) {
        this.chain = chain;
        Gauge.builder("yima.audit.unsealed.age.seconds", this, job -> job.wait.toMillis() / 1e3)
                .description("How long the oldest entry of the audit waited for its seal when this replica last looked")
                .register(meters);
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
        return () -> chain.seal().call(() -> chain.longestWait().invoke(this::tellOnce));
    }

    private void tellOnce(Duration now) {
        if (now.compareTo(LONG) > 0 && wait.compareTo(LONG) <= 0) {
            LOG.errorf("entries of the audit have waited for their seal for %s: something holds them up", now);
        }
        wait = now;
    }
}
