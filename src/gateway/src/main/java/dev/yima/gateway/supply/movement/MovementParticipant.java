package dev.yima.gateway.supply.movement;

import dev.yima.gateway.history.CodeRef;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.Set;
import java.util.UUID;

/** Hook of a feature whose rows follow from movements, in the transaction that records them. */
public interface MovementParticipant {
    /**
     * Writes the feature's rows after handovers were recorded.
     *
     * @param tx the transaction; it holds the brand's {@link MovementLock}
     * @param codes the codes that were shipped or returned; maybe none
     */
    Uni<Void> handedOver(SqlConnection tx, UUID brand, Set<CodeRef> codes);
}
