package dev.yima.gateway.campaign.publication;

import dev.yima.gateway.claim.LockedPacket;
import dev.yima.gateway.ledger.Account;
import dev.yima.gateway.ledger.Ledger;
import dev.yima.gateway.ledger.Transfer;
import dev.yima.gateway.ledger.Transfer.Reason;
import dev.yima.gateway.payout.OverduePayouts;
import dev.yima.gateway.platform.async.AsyncLoop;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.reward.coupon.CouponRepository;
import dev.yima.gateway.reward.packet.LockedPacketRepository;
import dev.yima.gateway.reward.points.PointsCreditRepository;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Does what time does. What was not opened, redeemed or received in time goes back, to the pool while it is open,
 * otherwise to the brand; points that have waited count, and points that have expired no longer do. Under the lock of
 * the pool where it is a campaign's, so that no claim opens a packet that goes back; replicas that meet there find
 * nothing left to do.
 */
@ApplicationScoped
class ExpiryWorker {
    private static final Logger LOG = Logger.getLogger(ExpiryWorker.class);

    private final Pool pool;
    private final LockedPacketRepository packets;
    private final CouponRepository coupons;
    private final OverduePayouts payouts;
    private final PointsCreditRepository points;
    private final Ledger ledger;
    private final Vertx vertx;
    private final YimaConfig.Reclaim config;
    private final Clock clock;
    private final AtomicInteger stuck = new AtomicInteger();
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile long timer;

    ExpiryWorker(
            Pool pool,
            LockedPacketRepository packets,
            CouponRepository coupons,
            OverduePayouts payouts,
            PointsCreditRepository points,
            Ledger ledger,
            Vertx vertx,
            YimaConfig config,
            MeterRegistry meters,
            Clock clock) {
        this.pool = pool;
        this.packets = packets;
        this.coupons = coupons;
        this.payouts = payouts;
        this.points = points;
        this.ledger = ledger;
        this.vertx = vertx;
        this.config = config.reclaim();
        this.clock = clock;
        Gauge.builder("yima.reclaim.stuck", stuck, AtomicInteger::get)
                .description("Campaigns and brands whose books refused what was due in the last round")
                .register(meters);
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
        AtomicInteger failed = new AtomicInteger();
        List<Uni<Void>> sorts = List.of(
                untilDone("packets", failed, packets::campaignWithExpired, this::giveBackPackets, now),
                untilDone("coupons", failed, coupons::campaignWithExpired, this::giveBackCoupons, now),
                untilDone("cash", failed, payouts::campaignWithExpired, this::giveBackCash, now),
                untilDone("points that waited", failed, points::campaignWithPending, this::release, now),
                untilDone(
                        "points that expire",
                        failed,
                        points::brandWithExpired,
                        (tx, brand, at) -> points.expire(tx, brand, at, config.rowsMax()),
                        now));
        Uni.join()
                .all(sorts)
                .usingConcurrencyOf(1)
                .andCollectFailures()
                .onTermination()
                .invoke(() -> {
                    stuck.set(failed.get());
                    running.set(false);
                })
                .subscribe()
                .with(done -> {}, failure -> LOG.warn("what is due stays where it is until the next round", failure));
    }

    /** Finds whose turn it is: a campaign or a brand with something that is due, but for some; null for nobody. */
    private interface Next {
        Uni<@Nullable UUID> find(SqlClient client, Instant now, Set<UUID> but);
    }

    /** Does what is due for a campaign or a brand, some of it. */
    private interface Deed {
        Uni<Void> done(SqlConnection tx, UUID whose, Instant now);
    }

    /**
     * Campaign by campaign, or brand by brand, until nothing of a sort is left that is due. Whose books refuse it is
     * left out until the next round, so that nobody else waits for them.
     */
    private Uni<Void> untilDone(String what, AtomicInteger failed, Next next, Deed deed, Instant now) {
        Set<UUID> leftOut = new HashSet<>();
        return AsyncLoop.whilst(() -> next.find(pool, now, leftOut)
                .flatMap(whose -> whose == null
                        ? Uni.createFrom().item(false)
                        : pool.withTransaction(tx -> deed.done(tx, whose, now))
                                .replaceWith(true)
                                .onFailure()
                                .recoverWithItem(failure -> {
                                    leftOut.add(whose);
                                    failed.incrementAndGet();
                                    LOG.warnf(
                                            failure, "%s of %s stay where they are until the next round", what, whose);
                                    return true;
                                })));
    }

    private Uni<Void> release(SqlConnection tx, UUID campaign, Instant now) {
        return ledger.returnAccount(tx, campaign)
                .flatMap(locked -> points.release(tx, campaign, now, config.rowsMax()));
    }

    private Uni<Void> giveBackPackets(SqlConnection tx, UUID campaign, Instant now) {
        return ledger.returnAccount(tx, campaign)
                .flatMap(home -> packets.expire(tx, campaign, now, config.rowsMax())
                        .flatMap(expired -> ledger.write(
                                tx,
                                expired.stream()
                                        .map(packet -> back(packet, home, now))
                                        .toList())));
    }

    private Uni<Void> giveBackCoupons(SqlConnection tx, UUID campaign, Instant now) {
        return ledger.returnAccount(tx, campaign)
                .flatMap(home -> coupons.expire(tx, campaign, now, config.rowsMax(), home))
                .replaceWithVoid();
    }

    private Uni<Void> giveBackCash(SqlConnection tx, UUID campaign, Instant now) {
        return ledger.returnAccount(tx, campaign)
                .flatMap(home -> payouts.expire(tx, campaign, now, config.rowsMax(), home));
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
