package dev.yima.gateway.campaign;

import dev.yima.gateway.claim.LockedPacket;
import dev.yima.gateway.claim.LockedPackets;
import dev.yima.gateway.coupon.CouponStore;
import dev.yima.gateway.ledger.Account;
import dev.yima.gateway.ledger.Ledger;
import dev.yima.gateway.ledger.Transfer;
import dev.yima.gateway.ledger.Transfer.Reason;
import dev.yima.gateway.payout.LatePayouts;
import dev.yima.gateway.platform.YimaConfig;
import dev.yima.gateway.points.PointsCredits;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Does what time does. What was not opened, redeemed or received in time goes back, to the pool while it is open,
 * otherwise to the brand; points that have waited count, and points that have expired no longer do. Under the lock of
 * the pool where it is a campaign's, so that no claim opens a packet that goes back; replicas that meet there find
 * nothing left to do.
 */
@ApplicationScoped
class Reclaim {
    private static final Logger LOG = Logger.getLogger(Reclaim.class);

    private final Pool pool;
    private final LockedPackets packets;
    private final CouponStore coupons;
    private final LatePayouts payouts;
    private final PointsCredits points;
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
            LatePayouts payouts,
            PointsCredits points,
            Ledger ledger,
            Vertx vertx,
            YimaConfig config,
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
        untilDone(() -> packets.campaignWithExpired(pool, now), (tx, campaign) -> giveBackPackets(tx, campaign, now))
                .flatMap(done -> untilDone(
                        () -> coupons.campaignWithExpired(pool, now),
                        (tx, campaign) -> giveBackCoupons(tx, campaign, now)))
                .flatMap(done -> untilDone(
                        () -> payouts.campaignWithExpired(pool, now),
                        (tx, campaign) -> giveBackCash(tx, campaign, now)))
                .flatMap(done -> untilDone(
                        () -> points.campaignWithPending(pool, now),
                        (tx, campaign) -> ledger.home(tx, campaign)
                                .flatMap(locked -> points.release(tx, campaign, now, config.rowsMax()))))
                .flatMap(done -> untilDone(
                        () -> points.brandWithExpired(pool, now),
                        (tx, brand) -> points.expire(tx, brand, now, config.rowsMax())))
                .subscribe()
                .with(done -> running.set(false), failure -> {
                    running.set(false);
                    LOG.debug("what is due stays where it is until the next round", failure);
                });
    }

    /** Campaign by campaign, or brand by brand, until nothing of a sort is left that is due. */
    private Uni<Void> untilDone(Supplier<Uni<@Nullable UUID>> next, BiFunction<SqlConnection, UUID, Uni<Void>> deed) {
        return next.get()
                .flatMap(whose -> whose == null
                        ? Uni.createFrom().voidItem()
                        : pool.withTransaction(tx -> deed.apply(tx, whose)).flatMap(done -> untilDone(next, deed)));
    }

    private Uni<Void> giveBackPackets(SqlConnection tx, UUID campaign, Instant now) {
        return ledger.home(tx, campaign)
                .flatMap(home -> packets.expire(tx, campaign, now, config.rowsMax())
                        .flatMap(expired -> ledger.write(
                                tx,
                                expired.stream()
                                        .map(packet -> back(packet, home, now))
                                        .toList())));
    }

    private Uni<Void> giveBackCoupons(SqlConnection tx, UUID campaign, Instant now) {
        return ledger.home(tx, campaign)
                .flatMap(home -> coupons.expire(tx, campaign, now, config.rowsMax(), home))
                .replaceWithVoid();
    }

    private Uni<Void> giveBackCash(SqlConnection tx, UUID campaign, Instant now) {
        return ledger.home(tx, campaign).flatMap(home -> payouts.expire(tx, campaign, now, config.rowsMax(), home));
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
