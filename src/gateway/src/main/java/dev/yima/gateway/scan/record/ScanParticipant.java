package dev.yima.gateway.scan.record;

import dev.yima.gateway.claim.Award;
import dev.yima.gateway.claim.ClaimCommitParticipant;
import dev.yima.gateway.history.ScanRepository;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Records the scan that took a claim, in the claim's commit. */
@ApplicationScoped
class ScanParticipant implements ClaimCommitParticipant {
    private final ScanRepository scans;

    ScanParticipant(ScanRepository scans) {
        this.scans = scans;
    }

    @Override
    public LockOrder order() {
        return LockOrder.SCAN;
    }

    @Override
    public Uni<Void> write(SqlConnection tx, List<Award> awards) {
        return scans.insert(
                tx,
                ScanRepository.Kind.CLAIM,
                awards.stream()
                        .filter(award -> !award.isLinked())
                        .map(award -> award.request().scan())
                        .toList());
    }
}
