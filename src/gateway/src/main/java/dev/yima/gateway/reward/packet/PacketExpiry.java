package dev.yima.gateway.reward.packet;

import dev.yima.gateway.claim.LockedPacket;
import dev.yima.gateway.ledger.Account;
import dev.yima.gateway.ledger.Ledger;
import dev.yima.gateway.ledger.Transfer;
import dev.yima.gateway.ledger.Transfer.Reason;
import dev.yima.gateway.platform.expiry.Expiry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Returns the amounts of locked packets that were not opened in time: to the pool while it is open, otherwise to the
 * brand. Under the lock of the pool, so that no claim opens one meanwhile.
 */
@ApplicationScoped
class PacketExpiry implements Expiry {
    private final LockedPacketRepository packets;
    private final Ledger ledger;

    PacketExpiry(LockedPacketRepository packets, Ledger ledger) {
        this.packets = packets;
        this.ledger = ledger;
    }

    @Override
    public Order order() {
        return Order.PACKETS;
    }

    @Override
    public Uni<@Nullable UUID> nextOwner(SqlClient client, Instant now, Set<UUID> leftOut) {
        return packets.campaignWithExpired(client, now, leftOut);
    }

    @Override
    public Uni<Void> endNow(SqlClient client, UUID[] claims, Instant now) {
        return packets.endNow(client, claims, now);
    }

    @Override
    public Uni<Void> expire(SqlConnection tx, UUID campaign, Instant now, int rowsMax) {
        return ledger.returnAccount(tx, campaign)
                .flatMap(home -> packets.expire(tx, campaign, now, rowsMax)
                        .flatMap(expired -> ledger.write(
                                tx,
                                expired.stream()
                                        .map(packet -> back(packet, home, now))
                                        .toList())));
    }

    private static Transfer back(LockedPacket packet, Account home, Instant now) {
        return new Transfer(
                packet.brand(),
                packet.claim(),
                Reason.RECLAIM,
                packet.unit(),
                Account.reserve(packet.campaign()),
                home,
                packet.amount(),
                now);
    }
}
