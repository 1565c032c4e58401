package dev.yima.gateway.platform.db;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness check of the machine's clock: a replica whose clock is wrong claims nothing and should get no requests. */
@Readiness
@ApplicationScoped
class DatabaseClockHealth implements HealthCheck {
    private final DatabaseClock clock;

    DatabaseClockHealth(DatabaseClock clock) {
        this.clock = clock;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("Clock")
                .status(!clock.isMachineWrong())
                .withData("aheadMs", clock.skew().toMillis())
                .build();
    }
}
