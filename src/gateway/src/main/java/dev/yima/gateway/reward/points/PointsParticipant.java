package dev.yima.gateway.reward.points;

import dev.yima.gateway.claim.Award;
import dev.yima.gateway.claim.ClaimCommitParticipant;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Inserts the points that claims win and that are pending or expire. */
@ApplicationScoped
class PointsParticipant implements ClaimCommitParticipant {
    private final PointsCreditRepository credits;

    PointsParticipant(PointsCreditRepository credits) {
        this.credits = credits;
    }

    @Override
    public LockOrder order() {
        return LockOrder.VOUCHER;
    }

    @Override
    public Uni<Void> write(SqlConnection tx, List<Award> awards) {
        return credits.insert(
                tx,
                awards.stream()
                        .filter(award -> award.pointsTerms().matter())
                        .map(PointsCredit::won)
                        .toList());
    }
}
