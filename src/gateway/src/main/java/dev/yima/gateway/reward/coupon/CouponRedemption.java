package dev.yima.gateway.reward.coupon;

import dev.yima.gateway.claim.SaleAttribution.Rule;
import dev.yima.gateway.ledger.Account;
import dev.yima.gateway.ledger.Ledger;
import dev.yima.gateway.partner.people.EmployeeRepository;
import dev.yima.gateway.platform.staff.AuditLog;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.reward.coupon.Coupon.Redeemer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Redeems coupons, each once, and pays the store its fee. */
@ApplicationScoped
public class CouponRedemption {
    private final Pool pool;
    private final CouponRepository coupons;
    private final Ledger ledger;
    private final EmployeeRepository employees;
    private final AuditLog audit;
    private final Clock clock;

    CouponRedemption(
            Pool pool,
            CouponRepository coupons,
            Ledger ledger,
            EmployeeRepository employees,
            AuditLog audit,
            Clock clock) {
        this.pool = pool;
        this.coupons = coupons;
        this.ledger = ledger;
        this.employees = employees;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Redeems a coupon for a store that has a staff key. A repetition with the same request key gets the first answer;
     * any other request for a redeemed coupon is another redemption, and refused. A staff key
     * says nothing of the store's people, so the coupons of all who work at any partner are honoured, but earn it
     * no fee.
     *
     * @param code the normalized code
     * @param requestKey the Idempotency-Key; null for none
     * @return the coupon; empty when the brand has no such coupon; fails with a problem when it was redeemed before, or
     *     has expired
     */
    Uni<Optional<Coupon>> redeem(Staff store, String code, @Nullable String requestKey) {
        return redeem(
                new Redeemer(store.brand(), store.key(), null, requestKey),
                code,
                (tx, coupon) -> audit.write(tx, store, "coupon.redeem", coupon.toString()));
    }

    /**
     * Redeems a coupon for a store that is a partner. The coupons of those who work there are honoured, but earn it no
     * fee.
     *
     * @param member the employee of the store
     * @param code the normalized code
     * @param requestKey the Idempotency-Key, or that of the form; null for none
     * @return the redeemed coupon; empty when the brand has no such coupon; fails with a problem when it was redeemed
     *     before, or has expired
     */
    public Uni<Optional<RedeemedCoupon>> redeem(
            UUID brand, UUID store, UUID member, String code, @Nullable String requestKey) {
        return redeem(
                        new Redeemer(brand, store, member, requestKey),
                        code,
                        (tx, coupon) -> Uni.createFrom().voidItem())
                .map(redeemed -> redeemed.map(RedeemedCoupon::of));
    }

    /**
     * A coupon as it is before it is redeemed; nothing is written.
     *
     * @param code the normalized code
     * @return the coupon; empty when the brand has no such coupon; fails with a problem when it has expired, or a
     *     store, this one as well, has redeemed it
     */
    public Uni<Optional<RedeemedCoupon>> preview(UUID brand, String code) {
        return coupons.find(pool, brand, code)
                .map(found -> found.map(coupon -> {
                    requireOpen(coupon);
                    return RedeemedCoupon.of(coupon);
                }));
    }

    private void requireOpen(Coupon coupon) {
        switch (coupon.at(clock.instant()).state()) {
            case EXPIRED -> throw new Problem(ProblemType.COUPON_OVER, "it expired at " + coupon.expiresAt());
            case REDEEMED -> throw new Problem(ProblemType.COUPON_USED, "it was redeemed at " + coupon.redeemedAt());
            case ISSUED -> {}
        }
    }

    private Uni<Optional<Coupon>> redeem(
            Redeemer redeemer, String code, BiFunction<SqlConnection, UUID, Uni<Void>> auditing) {
        return pool.withTransaction(tx -> coupons.find(tx, redeemer.brand(), code)
                .flatMap(found -> found.isEmpty()
                        ? Uni.createFrom().item(found)
                        : redeem(tx, redeemer, found.get(), auditing).map(Optional::of)));
    }

    private Uni<Coupon> redeem(
            SqlConnection tx, Redeemer redeemer, Coupon found, BiFunction<SqlConnection, UUID, Uni<Void>> auditing) {
        return isEmployees(tx, redeemer, found)
                // The pool is locked before the coupon, as it is where coupons expire.
                .flatMap(withheld -> withheld
                        ? ledger.returnAccount(tx, found.campaign()).map(Optional::of)
                        : Uni.createFrom().item(Optional.<Account>empty()))
                .flatMap(feeTo -> coupons.lock(tx, redeemer.brand(), found.code())
                        .flatMap(coupon -> redeem(tx, redeemer, coupon, feeTo, auditing)));
    }

    /** Whether a coupon with a fee belongs to somebody who works at the store, or for a key at any. */
    private Uni<Boolean> isEmployees(SqlConnection tx, Redeemer redeemer, Coupon coupon) {
        boolean byKey = redeemer.member() == null;
        return coupon.storeFee() == 0
                ? Uni.createFrom().item(false)
                : employees
                        .of(tx, coupon.member())
                        .map(posts -> posts.stream()
                                .anyMatch(post -> byKey || post.partner().id().equals(redeemer.store())));
    }

    /** Redeems a locked coupon; its fee goes to an account where a rule withholds it, otherwise to the store. */
    private Uni<Coupon> redeem(
            SqlConnection tx,
            Redeemer redeemer,
            Coupon coupon,
            Optional<Account> feeTo,
            BiFunction<SqlConnection, UUID, Uni<Void>> auditing) {
        Instant now = clock.instant();
        @Nullable Rule rule = feeTo.isPresent() ? Rule.SAME_PERSON : null;
        return switch (coupon.at(now).state()) {
            case EXPIRED -> throw new Problem(ProblemType.COUPON_OVER, "it expired at " + coupon.expiresAt());
            case REDEEMED -> {
                if (!coupon.isRedeemedBy(redeemer)) {
                    String where = redeemer.store().equals(coupon.redeemedBy()) ? "here" : "by another store";
                    throw new Problem(
                            ProblemType.COUPON_USED, "it was redeemed at " + coupon.redeemedAt() + " " + where);
                }
                yield Uni.createFrom().item(coupon);
            }
            case ISSUED -> {
                Coupon redeemed = coupon.redeemed(now, redeemer, rule);
                yield coupons.setRedeemed(tx, redeemed)
                        .flatMap(done ->
                                ledger.write(tx, CouponTransfers.redemption(coupon, redeemer.store(), feeTo, now)))
                        .flatMap(done -> auditing.apply(tx, coupon.claim()))
                        .replaceWith(redeemed);
            }
        };
    }
}
