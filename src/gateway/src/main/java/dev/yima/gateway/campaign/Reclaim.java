package dev.yima.gateway.campaign;

import dev.yima.gateway.claim.LockedPacket;
import dev.yima.gateway.claim.LockedPackets;
import dev.yima.gateway.coupon.CouponStore;
import dev.yima.gateway.ledger.Account;
import dev.yima.gateway.ledger.Ledger;
import dev.yima.gateway.ledger.Transfer;
import dev.yima.gateway.ledger.Transfer.Reason;
import dev.yima.gateway.platform.YimaConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Gives back what was not opened or redeemed in time: to the pool while it is open, otherwise to the brand. Under the
 * lock of the pool, so that no claim opens a packet that goes back; replicas that meet there find nothing left to do.
 */
@ApplicationScoped
class Reclaim {
    private static final Logger LOG = Logger.getLogger(Reclaim.class);
    private static final String LOCK = "SELECT brand_id, closed FROM pool WHERE campaign_id = $1 FOR UPDATE";

    private final Pool pool;
    private final LockedPackets packets;
    private final CouponStore coupons;
    private final Ledger ledger;
    private final Vertx vertx;
    private final YimaConfig.Reclaim config;
    private final Clock clock;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile long timer;

    Reclaim(
            Pool pool,
            LockedPackets packets,
            CouponStore coupons,
            Ledger ledger,
            Vertx vertx,
            YimaConfig config,
            Clock clock) {
        this.pool = pool;
        this.packets = packets;
        this.coupons = coupons;
        this.ledger = ledger;
        this.vertx = vertx;
        this.config = config.reclaim();
        this.clock = clock;
    }

    void onStart(@Observes StartupEvent started) {
        timer = vertx.setPeriodic(config.every().toMillis(), tick -> round());
    }

    void onStop(@Observes ShutdownEvent stopped) {
        vertx.cancelTimer(timer);
    }

    private void round() {
        if (!running.compareAndSet(false, true)) {
            return;
        }
        Instant now = clock.instant();
        packetsUntilDone(now)
                .flatMap(done -> couponsUntilDone(now))
                .subscribe()
                .with(done -> running.set(false), failure -> {
                    running.set(false);
                    LOG.debug("what has expired stays where it is until the next round", failure);
                });
    }

    private Uni<Void> packetsUntilDone(Instant now) {
        return packets.campaignWithExpired(pool, now)
                .flatMap(campaign -> campaign == null
                        ? Uni.createFrom().voidItem()
                        : pool.withTransaction(tx -> giveBackPackets(tx, campaign, now))
                                .flatMap(done -> packetsUntilDone(now)));
    }

    private Uni<Void> couponsUntilDone(Instant now) {
        return coupons.campaignWithExpired(pool, now)
                .flatMap(campaign -> campaign == null
                        ? Uni.createFrom().voidItem()
                        : pool.withTransaction(tx -> giveBackCoupons(tx, campaign, now))
                                .flatMap(done -> couponsUntilDone(now)));
    }

    private Uni<Void> giveBackPackets(SqlConnection tx, UUID campaign, Instant now) {
        return home(tx, campaign)
                .flatMap(home -> packets.expire(tx, campaign, now, config.rowsMax())
                        .flatMap(expired -> ledger.write(
                                tx,
                                expired.stream()
                                        .map(packet -> back(packet, home, now))
                                        .toList())));
    }

    private Uni<Void> giveBackCoupons(SqlConnection tx, UUID campaign, Instant now) {
        return home(tx, campaign)
                .flatMap(home -> coupons.expire(tx, campaign, now, config.rowsMax(), home))
                .replaceWithVoid();
    }

    /** Where money goes back to; the pool is locked from now on. */
    private static Uni<Account> home(SqlConnection tx, UUID campaign) {
        return tx.preparedQuery(LOCK).execute(Tuple.of(campaign)).map(rows -> {
            Row row = rows.iterator().next();
            return row.getBoolean("closed") ? Account.funding(row.getUUID("brand_id")) : Account.pool(campaign);
        });
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
