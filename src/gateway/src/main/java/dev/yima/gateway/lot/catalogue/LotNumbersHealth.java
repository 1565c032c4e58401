package dev.yima.gateway.lot.catalogue;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Tells operators how many lot numbers are left. It is always up: without a free number all but minting goes on.
 */
@Readiness
@ApplicationScoped
class LotNumbersHealth implements AsyncHealthCheck {
    private final LotNumbers numbers;

    LotNumbersHealth(LotNumbers numbers) {
        this.numbers = numbers;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        HealthCheckResponseBuilder up = HealthCheckResponse.named("LotNumbers").up();
        return numbers.usage()
                .map(usage -> up.withData("left", usage.left())
                        .withData("total", usage.total())
                        .withData("scarce", usage.scarce())
                        .build())
                .onFailure()
                .recoverWithItem(away -> up.build());
    }
}
