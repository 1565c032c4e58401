package dev.yima.gateway.supply.commission;

import dev.yima.gateway.claim.Award;
import dev.yima.gateway.claim.ClaimCommitParticipant;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Writes the rewards that a rule withheld with the claims of a batch, so that the beneficiary can be told why. */
@ApplicationScoped
class WithheldRewardParticipant implements ClaimCommitParticipant {
    private final WithheldRewardRepository repository;

    WithheldRewardParticipant(WithheldRewardRepository repository) {
        this.repository = repository;
    }

    @Override
    public LockOrder order() {
        return LockOrder.VOUCHER;
    }

    @Override
    public Uni<Void> write(SqlConnection tx, List<Award> awards) {
        return repository.insert(tx, awards);
    }
}
