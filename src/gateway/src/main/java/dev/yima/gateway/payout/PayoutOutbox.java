package dev.yima.gateway.payout;

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
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
    private static final String DUE = """
            SELECT p.* FROM unnest($2::uuid[], $3::int[]) AS b(brand, places)
            CROSS JOIN LATERAL (
                SELECT claim_id, brand_id, state, bill_no, bill_body, amount, currency, payee_account, attempts
                FROM payout
                WHERE provider = $1 AND brand_id = b.brand AND due_at <= now()
                    AND state IN ('AWARDED', 'REISSUED', 'BILLED', 'WAIT_CONFIRM')
                ORDER BY due_at LIMIT b.places FOR UPDATE SKIP LOCKED) AS p""";
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

    PayoutOutbox(DatabasePools pools) {
        this.pool = pools.workers();
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
     * Takes what is due at a provider. The bodies of requests are made here and are durable before they are returned.
     *
     * @param payoutsMax the most that are taken of each brand
     * @param lease the time until another may take them
     */
    Uni<List<Due>> take(PayoutProvider provider, Map<UUID, Integer> payoutsMax, Duration lease) {
        Tuple brands = Columns.of(payoutsMax.entrySet(), provider.id())
                .uuids(Map.Entry::getKey)
                .ints(Map.Entry::getValue)
                .tuple();
        return ShortTransaction.run(pool, tx -> tx.preparedQuery(DUE).execute(brands), (tx, rows) -> {
            List<Due> due = Rows.map(rows, row -> due(provider, row));
            return due.isEmpty()
                    ? new Writes<>(List.of(), due)
                    : new Writes<>(
                            List.of(tx.preparedQuery(TAKE)
                                    .execute(taken(due, lease))
                                    .replaceWithVoid()),
                            due);
        });
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
        PayoutState was = PayoutState.valueOf(row.getString("state"));
        String stored = row.getString("bill_body");
        return new Due(
                row.getUUID("claim_id"),
                key,
                stored == null ? body(provider, key, row) : stored,
                row.getInteger("attempts") + 1,
                was != PayoutState.AWARDED && was != PayoutState.REISSUED);
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
