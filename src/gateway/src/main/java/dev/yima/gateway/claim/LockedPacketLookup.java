package dev.yima.gateway.claim;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.util.Collection;
import java.util.List;

/** Lookup of the packets that the next claims of members can open. */
public interface LockedPacketLookup {
    /**
     * Finds the packets of members in campaigns that are still locked, expired ones included.
     *
     * @param client the transaction, which holds the lock of the campaigns' pools
     * @param members the members; one that is named twice counts once
     * @return the packets, by expiry and then by claim
     */
    Uni<List<LockedPacket>> find(SqlClient client, Collection<MemberInCampaign> members);
}
