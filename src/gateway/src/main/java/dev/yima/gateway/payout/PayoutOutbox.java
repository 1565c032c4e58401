package dev.yima.gateway.payout;

import dev.yima.gateway.brand.SpendingLimitRepository;
import dev.yima.gateway.brand.SpendingLimitRepository.PayoutDay;
import dev.yima.gateway.ledger.BookDay;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.DatabasePools;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.platform.db.ShortTransaction;
import dev.yima.gateway.platform.db.ShortTransaction.Writes;
import dev.yima.gateway.platform.job.FairLane.Owner;
import dev.yima.payout.spi.PayoutOrder;
import dev.yima.payout.spi.PayoutProvider;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Payouts that are due, taken provider by provider and brand by brand, so that none waits behind those of another.
 * Their times are by the database's clock: the clocks of the replicas may differ.
 */
@ApplicationScoped
class PayoutOutbox {
    private static final Logger LOG = Logger.getLogger(PayoutOutbox.class);
    // One look into the index for each brand, however many payouts wait.
    private static final String BRANDS = """
            WITH RECURSIVE brand_next AS (
                (SELECT brand_id, due_at, 1 AS nth FROM payout
                WHERE provider = $1 AND brand_id > $2 AND state IN ('AWARDED', 'REISSUED', 'BILLED', 'WAIT_CONFIRM')
                ORDER BY brand_id, due_at LIMIT 1)
                UNION ALL
                SELECT p.brand_id, p.due_at, nth + 1 FROM brand_next b CROSS JOIN LATERAL (
                    SELECT brand_id, due_at FROM payout
                    WHERE provider = $1 AND brand_id > b.brand_id
                        AND state IN ('AWARDED', 'REISSUED', 'BILLED', 'WAIT_CONFIRM')
                    ORDER BY brand_id, due_at LIMIT 1) AS p
                WHERE nth < $3)
            SELECT brand_id, due_at <= now() AND NOT EXISTS (
                SELECT 1 FROM payout_pause s
                WHERE s.brand_id = b.brand_id AND s.provider = $1 AND s.paused_until > now()) AS is_due
            FROM brand_next b ORDER BY nth""";
    private static final String PAYOUT =
            "SELECT claim_id, brand_id, state, bill_no, bill_body, amount, currency, payee_account, attempts"
                    + " FROM payout ";
    // The row of the day orders those who take payouts of a brand. A brand that has reached its limit for the day has
    // only those taken that were sent out before, by an index of these: what waits is not looked through.
    private static final String DUE = """
            WITH asked AS (
                SELECT * FROM unnest($2::uuid[], $3::int[], $4::bigint[], $5::date[])
                    AS a(brand, places, day_limit, today)),
            today AS (
                SELECT d.brand_id, d.amount, d.refused FROM asked a JOIN payout_day d ON d.brand_id = a.brand
                WHERE d.day = a.today
                ORDER BY d.brand_id FOR UPDATE OF d)
            SELECT p.*, b.spent FROM (
                SELECT a.*, coalesce(d.amount, 0) AS spent,
                    coalesce(d.amount + d.refused > a.day_limit, false) AS is_held
                FROM asked a LEFT JOIN today d ON d.brand_id = a.brand) AS b
            CROSS JOIN LATERAL (
                SELECT * FROM (\s""" + PAYOUT + """
                    WHERE NOT b.is_held AND provider = $1 AND brand_id = b.brand AND due_at <= now()
                        AND state IN ('AWARDED', 'REISSUED', 'BILLED', 'WAIT_CONFIRM')
                    ORDER BY due_at LIMIT b.places FOR UPDATE SKIP LOCKED) AS any_state
                UNION ALL
                SELECT * FROM (\s""" + PAYOUT + """
                    WHERE b.is_held AND provider = $1 AND brand_id = b.brand AND due_at <= now()
                        AND state IN ('BILLED', 'WAIT_CONFIRM')
                    ORDER BY due_at LIMIT b.places FOR UPDATE SKIP LOCKED) AS in_flight) AS p""";
    // So that the first two who take payouts of a brand on a day find the same row.
    private static final String OPEN_DAY = """
            INSERT INTO payout_day (brand_id, day, amount)
            SELECT b.brand, b.today, 0 FROM unnest($1::uuid[], $2::date[]) AS b(brand, today)
            ORDER BY b.brand ON CONFLICT DO NOTHING""";
    private static final String COUNT = """
            INSERT INTO payout_day (brand_id, day, amount, refused)
            SELECT b.brand, b.today, b.amount, b.refused
            FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::date[]) AS b(brand, amount, refused, today)
            ORDER BY b.brand
            ON CONFLICT (brand_id, day) DO UPDATE
                SET amount = payout_day.amount + excluded.amount, refused = excluded.refused""";
    private static final String REFUSED = """
            SELECT amount + refused AS wanted FROM payout_day
            WHERE brand_id = $1 AND refused IS NOT NULL AND day = $2""";
    // Taking a payout stores its body and pushes its due time forward: if this process dies, another takes it then.
    private static final String TAKE = """
            UPDATE payout p SET
                state = CASE WHEN p.state IN ('AWARDED', 'REISSUED') THEN 'BILLED' ELSE p.state END,
                bill_body = coalesce(p.bill_body, n.body),
                attempts = p.attempts + 1,
                due_at = now() + $1::bigint * interval '1 ms'
            FROM unnest($2::uuid[], $3::text[]) AS n(claim, body)
            WHERE p.claim_id = n.claim""";
    private static final String WITHOUT_PROVIDER = """
            WITH RECURSIVE named AS (
                (SELECT provider FROM payout WHERE state IN ('AWARDED', 'REISSUED', 'BILLED', 'WAIT_CONFIRM')
                ORDER BY provider LIMIT 1)
                UNION ALL
                SELECT p.provider FROM named n CROSS JOIN LATERAL (
                    SELECT provider FROM payout
                    WHERE provider > n.provider AND state IN ('AWARDED', 'REISSUED', 'BILLED', 'WAIT_CONFIRM')
                    ORDER BY provider LIMIT 1) AS p)
            SELECT n.provider, w.payouts FROM named n CROSS JOIN LATERAL (
                SELECT count(*) AS payouts FROM payout
                WHERE provider = n.provider AND state IN ('AWARDED', 'REISSUED', 'BILLED', 'WAIT_CONFIRM')) AS w
            WHERE n.provider <> ALL ($1)""";

    private final Pool pool;
    private final SpendingLimitRepository limits;

    PayoutOutbox(DatabasePools pools, SpendingLimitRepository limits) {
        this.pool = pools.workers();
        this.limits = limits;
    }

    /**
     * A payout to be carried.
     *
     * @param claim the claim that won it
     * @param key the payout as its provider knows it
     * @param body the exact request, stored already; null when the provider could not make one
     * @param attempts the number of times that it was taken, this time included
     * @param sentBefore whether it may have been sent before, so that it must be asked about first
     */
    record Due(UUID claim, PayoutKey key, @Nullable String body, int attempts, boolean sentBefore) {}

    /** The money that may still be sent out for a brand today, counted while some of its payouts are taken. */
    private static final class DayBudget {
        private final UUID brand;
        private final PayoutDay day;
        private final long spent;
        private long taken;
        private @Nullable Long refused;

        DayBudget(UUID brand, PayoutDay day, long spent) {
            this.brand = brand;
            this.day = day;
            this.spent = spent;
        }

        /**
         * Whether a payout may still be sent out; once one may not, none behind it may. The first of a day always may:
         * one that is above the limit by itself would wait for ever, and all behind it.
         */
        boolean allows(long amount) {
            long before = spent + taken;
            if (refused == null && before > 0 && before + amount > day.limitMinor()) {
                LOG.warnf("brand %s has reached its limit of payouts for the day: the others wait", brand);
                refused = amount;
            }
            taken += refused == null ? amount : 0;
            return refused == null;
        }

        boolean isToBeWritten() {
            return taken > 0 || refused != null;
        }
    }

    /**
     * Looks at brands with payouts that a provider has not ended yet, in the order of their ids. What is paused is not
     * due.
     *
     * @param after the brand before the first
     * @param brandsMax the most that are looked at
     */
    Uni<List<Owner>> brands(PayoutProvider provider, UUID after, int brandsMax) {
        return pool.preparedQuery(BRANDS)
                .execute(Tuple.of(provider.id(), after, brandsMax))
                .map(rows -> Rows.map(rows, row -> new Owner(row.getUUID("brand_id"), row.getBoolean("is_due"))));
    }

    /**
     * Takes what is due at a provider, as far as each brand's limit for the day goes. The bodies of requests are made
     * here and are durable before they are returned.
     *
     * @param payoutsMax the most that are taken of each brand
     * @param lease the time until another may take them
     */
    Uni<List<Due>> take(PayoutProvider provider, Map<UUID, Integer> payoutsMax, Duration lease) {
        return limits.payoutDays(pool, payoutsMax.keySet()).flatMap(days -> take(provider, payoutsMax, days, lease));
    }

    private Uni<List<Due>> take(
            PayoutProvider provider, Map<UUID, Integer> payoutsMax, Map<UUID, PayoutDay> days, Duration lease) {
        Tuple opened = Columns.of(days.entrySet())
                .uuids(Map.Entry::getKey)
                .dates(day -> today(day.getValue()))
                .tuple();
        Tuple brands = Columns.of(payoutsMax.entrySet(), provider.id())
                .uuids(Map.Entry::getKey)
                .ints(Map.Entry::getValue)
                .longs(places -> day(days, places.getKey()).limitMinor())
                .dates(places -> today(day(days, places.getKey())))
                .tuple();
        // Rows of one day throughout, by the database's clock: at midnight each statement would begin its own.
        return ShortTransaction.run(
                pool,
                tx -> tx.preparedQuery(OPEN_DAY)
                        .execute(opened)
                        .flatMap(done -> tx.preparedQuery(DUE).execute(brands)),
                (tx, rows) -> {
                    Map<UUID, DayBudget> budgets = new HashMap<>();
                    List<Due> due = Rows.map(rows, row -> row).stream()
                            .filter(row ->
                                    wasSent(row) || budget(budgets, days, row).allows(row.getLong("amount")))
                            .map(row -> due(provider, row))
                            .toList();
                    List<DayBudget> counted = budgets.values().stream()
                            .filter(DayBudget::isToBeWritten)
                            .toList();
                    List<Uni<Void>> writes = new ArrayList<>();
                    if (!due.isEmpty()) {
                        writes.add(tx.preparedQuery(TAKE)
                                .execute(taken(due, lease))
                                .replaceWithVoid());
                    }
                    if (!counted.isEmpty()) {
                        writes.add(
                                tx.preparedQuery(COUNT).execute(counts(counted)).replaceWithVoid());
                    }
                    return new Writes<>(writes, due);
                });
    }

    private static DayBudget budget(Map<UUID, DayBudget> budgets, Map<UUID, PayoutDay> days, Row row) {
        return budgets.computeIfAbsent(
                row.getUUID("brand_id"), brand -> new DayBudget(brand, day(days, brand), row.getLong("spent")));
    }

    private static PayoutDay day(Map<UUID, PayoutDay> days, UUID brand) {
        return Objects.requireNonNull(days.get(brand));
    }

    private static LocalDate today(PayoutDay day) {
        return BookDay.of(day.now(), day.zone());
    }

    private static Tuple counts(List<DayBudget> budgets) {
        return Columns.of(budgets)
                .uuids(budget -> budget.brand)
                .longs(budget -> budget.taken)
                .longs(budget -> budget.refused)
                .dates(budget -> today(budget.day))
                .tuple();
    }

    /** The end of the day whose limit a brand has reached, so that nothing new is sent; empty when it has not. */
    Uni<Optional<Instant>> heldUntil(UUID brand) {
        return limits.payoutDays(pool, List.of(brand))
                .map(days -> day(days, brand))
                .flatMap(day -> pool.preparedQuery(REFUSED)
                        .execute(Tuple.of(brand, today(day)))
                        .map(rows -> Rows.first(rows, row -> row)
                                .filter(row -> row.getLong("wanted") > day.limitMinor())
                                .map(row -> BookDay.start(today(day).plusDays(1), day.zone())
                                        .toInstant())));
    }

    /** Counts the payouts that no provider of this deployment carries, by their provider's id. */
    Uni<Map<String, Long>> withoutProvider(Collection<PayoutProvider> providers) {
        String[] ids = providers.stream().map(PayoutProvider::id).toArray(String[]::new);
        return pool.preparedQuery(WITHOUT_PROVIDER)
                .execute(Tuple.tuple().addArrayOfString(ids))
                .map(rows -> Rows.map(rows, row -> row).stream()
                        .collect(Collectors.toMap(row -> row.getString("provider"), row -> row.getLong("payouts"))));
    }

    private static Tuple taken(List<Due> due, Duration lease) {
        return Columns.of(due, lease.toMillis())
                .uuids(Due::claim)
                .texts(Due::body)
                .tuple();
    }

    private static Due due(PayoutProvider provider, Row row) {
        PayoutKey key = new PayoutKey(provider.id(), row.getUUID("brand_id"), row.getString("bill_no"));
        String stored = row.getString("bill_body");
        return new Due(
                row.getUUID("claim_id"),
                key,
                stored == null ? body(provider, key, row) : stored,
                row.getInteger("attempts") + 1,
                wasSent(row));
    }

    private static boolean wasSent(Row row) {
        PayoutState was = PayoutState.valueOf(row.getString("state"));
        return was != PayoutState.AWARDED && was != PayoutState.REISSUED;
    }

    /** PostgreSQL keeps no text with a zero byte; one order must not hold up the others that are taken with it. */
    private static String storable(String body) {
        if (body.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("must be without zero bytes: the request of an order");
        }
        return body;
    }

    private static @Nullable String body(PayoutProvider provider, PayoutKey key, Row row) {
        PayoutOrder order = new PayoutOrder(
                key.brand(),
                key.number(),
                row.getLong("amount"),
                row.getString("currency"),
                row.getString("payee_account"));
        try {
            return storable(provider.request(order));
        } catch (RuntimeException notExpressible) {
            LOG.warnf(notExpressible, "provider %s makes no request of order %s", provider.id(), key.number());
            return null;
        }
    }
}
