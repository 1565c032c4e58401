package dev.yima.gateway.ledger;

import dev.yima.gateway.claim.Award;
import dev.yima.gateway.claim.ClaimPart;
import dev.yima.gateway.ledger.Transfer.Reason;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Moves what is won from the pool to the member. */
@ApplicationScoped
class AwardPart implements ClaimPart {
    private final Ledger ledger;

    AwardPart(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public LockOrder order() {
        return LockOrder.LEDGER;
    }

    @Override
    public Uni<Void> write(SqlConnection tx, List<Award> awards) {
        List<Transfer> transfers = awards.stream()
                .filter(award -> award.prize().isPresent())
                .map(AwardPart::transfer)
                .toList();
        return ledger.write(tx, transfers);
    }

    private static Transfer transfer(Award award) {
        var request = award.request();
        return new Transfer(
                request.scan().brand(),
                request.id(),
                Reason.AWARD,
                award.unit().orElseThrow(),
                Account.pool(request.terms().campaign()),
                Account.member(request.scan().member()),
                award.prize().orElseThrow().amount(),
                request.scan().at());
    }
}
