package dev.yima.gateway.payout;

import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.platform.db.ShortTransaction;
import dev.yima.gateway.platform.db.ShortTransaction.Writes;
import dev.yima.payout.spi.PayoutOrder;
import dev.yima.payout.spi.PayoutProvider;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Payouts that are due, taken provider by provider, so that none waits behind those of another provider. */
@ApplicationScoped
class PayoutOutbox {
    private static final Logger LOG = Logger.getLogger(PayoutOutbox.class);
    private static final String DUE = """
            SELECT claim_id, brand_id, state, bill_no, bill_body, amount, currency, payee_account, attempts FROM payout
            WHERE provider = $1 AND state IN ('AWARDED', 'REISSUED', 'BILLED', 'WAIT_CONFIRM') AND due_at <= $2
                AND brand_id NOT IN (SELECT brand_id FROM payout_pause WHERE provider = $1 AND paused_until > $2)
            ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED""";
    // Taking a payout stores its body and pushes its due time forward: if this process dies, another takes it then.
    private static final String TAKE = """
            UPDATE payout p SET
                state = CASE WHEN p.state IN ('AWARDED', 'REISSUED') THEN 'BILLED' ELSE p.state END,
                bill_body = coalesce(p.bill_body, n.body),
                attempts = p.attempts + 1,
                due_at = $1
            FROM unnest($2::uuid[], $3::text[]) AS n(claim, body)
            WHERE p.claim_id = n.claim""";
    private static final String WITHOUT_PROVIDER = """
            SELECT provider, count(*) AS payouts FROM payout
            WHERE state IN ('AWARDED', 'REISSUED', 'BILLED', 'WAIT_CONFIRM') AND provider <> ALL ($1)
            GROUP BY provider""";

    private final Pool pool;
    private final Clock clock;

    PayoutOutbox(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
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
     * Takes what is due at a provider. The bodies of requests are made here and are durable before they are returned.
     *
     * @param payoutsMax the most that are taken
     * @param lease the time until another may take them
     */
    Uni<List<Due>> take(PayoutProvider provider, int payoutsMax, Duration lease) {
        Instant now = clock.instant();
        return ShortTransaction.run(
                pool,
                tx -> tx.preparedQuery(DUE).execute(Tuple.of(provider.id(), Columns.utc(now), payoutsMax)),
                (tx, rows) -> {
                    List<Due> due = Rows.map(rows, row -> due(provider, row));
                    return due.isEmpty()
                            ? new Writes<>(List.of(), due)
                            : new Writes<>(
                                    List.of(tx.preparedQuery(TAKE)
                                            .execute(taken(due, now.plus(lease)))
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

    private static Tuple taken(List<Due> due, Instant dueAgain) {
        return Columns.of(due, dueAgain).uuids(Due::claim).texts(Due::body).tuple();
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
