package dev.yima.gateway.partner;

import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Suspension of dealers, and their reinstatement. A suspended dealer earns nothing. */
@ApplicationScoped
public class PartnerSuspension {
    private final PartnerRepository partners;

    PartnerSuspension(PartnerRepository partners) {
        this.partners = partners;
    }

    /**
     * Suspends a dealer, or takes it back.
     *
     * @param to {@link PartnerState#SUSPENDED} or {@link PartnerState#ACTIVE}
     * @return whether that changed anything
     */
    public Uni<Boolean> move(SqlClient tx, UUID brand, UUID dealer, PartnerState to) {
        return partners.lock(tx, brand, dealer).flatMap(found -> {
            Partner partner = found.filter(one -> one.kind() == PartnerKind.DEALER)
                    .orElseThrow(() -> new Problem(ProblemType.NOT_FOUND));
            if (partner.state() == PartnerState.CLOSED) {
                throw new Problem(ProblemType.WRONG_STATE, "it is closed");
            }
            return partner.state() == to
                    ? Uni.createFrom().item(false)
                    : partners.move(tx, brand, dealer, to).replaceWith(true);
        });
    }
}
