package dev.yima.gateway.reward.coupon;

import dev.yima.gateway.claim.SaleAttribution.Rule;
import dev.yima.gateway.ledger.Account;
import dev.yima.gateway.ledger.Ledger;
import dev.yima.gateway.ledger.Transfer;
import dev.yima.gateway.ledger.Transfer.Reason;
import dev.yima.gateway.partner.people.EmployeeRepository;
import dev.yima.gateway.platform.http.MinorUnits;
import dev.yima.gateway.platform.staff.AuditLog;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.reward.coupon.Coupon.Till;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The rows of coupons. Each ends once: redeemed or expired, with its transfers in the same transaction. */
@ApplicationScoped
public class CouponRepository {
    static final String UNIT = "COUPON";

    private static final String COLUMNS = """
            SELECT claim_id, brand_id, campaign_id, member_id, code, title, price, store_fee, currency, state,
                expires_at, redeemed_at, redeemed_by, redeemed_member, kept_back FROM coupon""";
    private static final String FIND = COLUMNS + " WHERE brand_id = $1 AND code = $2";
    private static final String LIST = COLUMNS
            + " WHERE brand_id = $1 AND state = coalesce($2, state) AND claim_id > $3 ORDER BY claim_id LIMIT $4";
    private static final String REDEEM = """
            UPDATE coupon SET state = 'REDEEMED', redeemed_at = $2, redeemed_by = $3, redeemed_member = $4,
                kept_back = $5
            WHERE claim_id = $1""";
    private static final String EXPIRE = """
            UPDATE coupon c SET state = 'EXPIRED'
            FROM (SELECT claim_id FROM coupon
                WHERE campaign_id = $1 AND state = 'ISSUED' AND expires_at <= $2
                ORDER BY claim_id LIMIT $3 FOR UPDATE) AS due
            WHERE c.claim_id = due.claim_id
            RETURNING c.*""";
    private static final String DUE = """
            SELECT campaign_id FROM coupon WHERE state = 'ISSUED' AND expires_at <= $1
                AND campaign_id <> ALL ($2)
            ORDER BY expires_at LIMIT 1""";

    private final Pool pool;
    private final Ledger ledger;
    private final EmployeeRepository colleagues;
    private final AuditLog audit;
    private final Clock clock;

    CouponRepository(Pool pool, Ledger ledger, EmployeeRepository colleagues, AuditLog audit, Clock clock) {
        this.pool = pool;
        this.ledger = ledger;
        this.colleagues = colleagues;
        this.audit = audit;
        this.clock = clock;
    }

    /** What becomes of a coupon. */
    @Schema(name = "State")
    public enum State {
        /** It can be redeemed, until it expires. */
        ISSUED,
        /** A store has redeemed it. */
        REDEEMED,
        /** Its time is over. */
        EXPIRED
    }

    /** A code as people read it out: in any case, with spaces and dashes, or whatever else is none of its symbols. */
    public static String read(String code) {
        return code.toUpperCase(Locale.ROOT)
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1')
                .replaceAll("[^0-9A-Z]", "");
    }

    Uni<Optional<Coupon>> find(UUID brand, String code) {
        return pool.preparedQuery(FIND).execute(Tuple.of(brand, code)).map(CouponRepository::first);
    }

    Uni<List<Coupon>> list(UUID brand, @Nullable State state, UUID after, int limit) {
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(brand, state == null ? null : state.name(), after, limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Coupon::of)
                        .map(coupon -> coupon.at(clock.instant()))
                        .toList());
    }

    /**
     * Redeems a coupon and pays the store its fee. The same store asking again is told what it was told first.
     *
     * @return empty when the brand has no such coupon; fails with a problem when another store has redeemed it, or its
     *     time is over
     */
    Uni<Optional<Coupon>> redeem(Staff store, String code) {
        return redeem(
                new Till(store.brand(), store.key(), null),
                code,
                (tx, coupon) -> audit.write(tx, store, "coupon.redeem", coupon.toString()));
    }

    /**
     * The same for a store that is a partner. The coupons of those who work there are honoured, but earn it nothing.
     *
     * @param member who of the store's people does it
     * @return what became of it; empty when the brand has no such coupon
     */
    public Uni<Optional<Redeemed>> redeem(UUID brand, UUID store, UUID member, String code) {
        return redeem(
                        new Till(brand, store, member),
                        code,
                        (tx, coupon) -> Uni.createFrom().voidItem())
                .map(done -> done.map(Redeemed::of));
    }

    /**
     * A coupon that was redeemed. Amounts are in minor units.
     *
     * @param title what it was good for
     * @param priceMinor what the person pays at the store; 0 for nothing
     * @param storeFeeMinor what the store earned; 0 for nothing
     * @param currency of both
     * @param redeemedAt when
     * @param keptBack by which rule the store earned no fee; null where it did, or there was none
     */
    @Schema(name = "RedeemedCoupon")
    public record Redeemed(
            String title,
            long priceMinor,
            long storeFeeMinor,
            String currency,
            @Nullable Instant redeemedAt,
            @Nullable Rule keptBack) {
        private static Redeemed of(Coupon coupon) {
            return new Redeemed(
                    coupon.title(),
                    coupon.price(),
                    coupon.keptBack() == null ? coupon.storeFee() : 0,
                    coupon.currency(),
                    coupon.redeemedAt(),
                    coupon.keptBack());
        }

        /** What the person pays, for people to read. */
        public String priceIn(Locale locale) {
            return MinorUnits.format(priceMinor, currency, locale);
        }

        /** What the store earned, for people to read. */
        public String feeIn(Locale locale) {
            return MinorUnits.format(storeFeeMinor, currency, locale);
        }
    }

    private Uni<Optional<Coupon>> redeem(Till till, String code, BiFunction<SqlConnection, UUID, Uni<Void>> writeDown) {
        return pool.withTransaction(tx -> tx.preparedQuery(FIND)
                .execute(Tuple.of(till.brand(), code))
                .map(CouponRepository::first)
                .flatMap(found -> found.isEmpty()
                        ? Uni.createFrom().item(found)
                        : redeem(tx, till, found.get(), writeDown).map(Optional::of)));
    }

    private Uni<Coupon> redeem(
            SqlConnection tx, Till till, Coupon seen, BiFunction<SqlConnection, UUID, Uni<Void>> writeDown) {
        return isOwn(tx, till, seen)
                // The pool is locked before the coupon, as it is where coupons expire.
                .flatMap(own -> own
                        ? ledger.home(tx, seen.campaign()).map(Optional::of)
                        : Uni.createFrom().item(Optional.<Account>empty()))
                .flatMap(home -> tx.preparedQuery(FIND + " FOR UPDATE")
                        .execute(Tuple.of(till.brand(), seen.code()))
                        .map(rows -> Coupon.of(rows.iterator().next()))
                        .flatMap(coupon -> redeem(tx, till, coupon, home, writeDown)));
    }

    /** Whether a coupon with a fee is of somebody who works at the store. */
    private Uni<Boolean> isOwn(SqlConnection tx, Till till, Coupon coupon) {
        return till.member() == null || coupon.storeFee() == 0
                ? Uni.createFrom().item(false)
                : colleagues
                        .of(tx, coupon.member())
                        .map(posts -> posts.stream()
                                .anyMatch(post -> post.partner().id().equals(till.store())));
    }

    /** Redeems a coupon that is locked; its fee goes home where there is such a place, or else to the store. */
    private Uni<Coupon> redeem(
            SqlConnection tx,
            Till till,
            Coupon coupon,
            Optional<Account> home,
            BiFunction<SqlConnection, UUID, Uni<Void>> writeDown) {
        Instant now = clock.instant();
        @Nullable Rule rule = home.isPresent() ? Rule.SAME_PERSON : null;
        return switch (coupon.at(now).state()) {
            case EXPIRED -> throw new Problem(ProblemType.COUPON_OVER, "it expired at " + coupon.expiresAt());
            case REDEEMED -> {
                if (!till.store().equals(coupon.redeemedBy())) {
                    throw new Problem(ProblemType.COUPON_USED, "it was redeemed at " + coupon.redeemedAt());
                }
                yield Uni.createFrom().item(coupon);
            }
            case ISSUED ->
                tx.preparedQuery(REDEEM)
                        .execute(Tuple.of(
                                coupon.claim(),
                                now.atOffset(ZoneOffset.UTC),
                                till.store(),
                                till.member(),
                                rule == null ? null : rule.name()))
                        .flatMap(done -> ledger.write(tx, settled(coupon, till.store(), home, now)))
                        .flatMap(done -> writeDown.apply(tx, coupon.claim()))
                        .replaceWith(coupon.redeemed(now, till, rule));
        };
    }

    private static List<Transfer> settled(Coupon coupon, UUID store, Optional<Account> home, Instant now) {
        List<Transfer> transfers = new ArrayList<>();
        transfers.add(new Transfer(
                coupon.brand(),
                coupon.claim(),
                Reason.REDEEM,
                UNIT,
                Account.member(coupon.member()),
                Account.paidOut(coupon.brand()),
                1,
                now));
        if (coupon.storeFee() > 0) {
            transfers.add(new Transfer(
                    coupon.brand(),
                    coupon.claim(),
                    home.isPresent() ? Reason.RECLAIM : Reason.FEE,
                    coupon.currency(),
                    Account.reserve(coupon.campaign()),
                    home.orElseGet(() -> Account.store(store)),
                    coupon.storeFee(),
                    now));
        }
        return transfers;
    }

    /** A campaign with a coupon whose time is over, but for some; null when there is none. */
    public Uni<@Nullable UUID> campaignWithExpired(SqlClient client, Instant now, Set<UUID> but) {
        return client.preparedQuery(DUE)
                .execute(Tuple.of(now.atOffset(ZoneOffset.UTC), but.toArray(UUID[]::new)))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getUUID("campaign_id"));
    }

    /**
     * Closes coupons of a campaign whose time is over.
     *
     * @param giveBack where the fees of the stores go
     * @return how many there were
     */
    public Uni<Integer> expire(SqlConnection tx, UUID campaign, Instant now, int most, Account giveBack) {
        return tx.preparedQuery(EXPIRE)
                .execute(Tuple.of(campaign, now.atOffset(ZoneOffset.UTC), most))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Coupon::of)
                        .toList())
                .call(coupons -> ledger.write(
                        tx,
                        coupons.stream()
                                .flatMap(coupon -> over(coupon, now, giveBack).stream())
                                .toList()))
                .map(List::size);
    }

    private static List<Transfer> over(Coupon coupon, Instant now, Account giveBack) {
        List<Transfer> transfers = new ArrayList<>();
        transfers.add(new Transfer(
                coupon.brand(),
                coupon.claim(),
                Reason.EXPIRE,
                UNIT,
                Account.member(coupon.member()),
                Account.funding(coupon.brand()),
                1,
                now));
        if (coupon.storeFee() > 0) {
            transfers.add(new Transfer(
                    coupon.brand(),
                    coupon.claim(),
                    Reason.RECLAIM,
                    coupon.currency(),
                    Account.reserve(coupon.campaign()),
                    giveBack,
                    coupon.storeFee(),
                    now));
        }
        return transfers;
    }

    private static Optional<Coupon> first(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(Coupon.of(rows.iterator().next()));
    }
}
