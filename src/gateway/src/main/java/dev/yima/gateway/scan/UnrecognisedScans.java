package dev.yima.gateway.scan;

import dev.yima.engine.scan.Verdict;
import dev.yima.gateway.lot.catalogue.CachedLot;
import dev.yima.gateway.ratelimit.RateLimiter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Answers scans of codes that are forged or not on sale. Both take the same path, so that the public cannot tell them
 * apart.
 */
@ApplicationScoped
class UnrecognisedScans {
    private final RateLimiter limits;
    private final ScanMetrics metrics;

    UnrecognisedScans(RateLimiter limits, ScanMetrics metrics) {
        this.limits = limits;
        this.metrics = metrics;
    }

    /**
     * Answers a scan, which counts against the limit of guesses.
     *
     * @param verdict the true verdict; the public is told {@code NOT_ACTIVE}
     * @param owner the lot of the code; empty when there is no such lot
     * @return fails beyond the limit
     */
    Uni<ScanResult> answer(IncomingScan scan, Verdict verdict, Optional<CachedLot> owner) {
        metrics.unrecognised(verdict);
        Verdict told = scan.audience().mayKnow(owner.map(lot -> lot.brand().id())) ? verdict : Verdict.NOT_ACTIVE;
        return Uni.createFrom().item(() -> {
            limits.guess(scan.network(), scan.at());
            return new ScanResult(ScanAnswer.unrecognised(told), scan.person(), null, PacketState.NONE, false);
        });
    }
}
