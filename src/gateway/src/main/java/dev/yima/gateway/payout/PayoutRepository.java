package dev.yima.gateway.payout;

import dev.yima.gateway.ledger.Account;
import dev.yima.gateway.ledger.Ledger;
import dev.yima.gateway.ledger.Transfer;
import dev.yima.gateway.platform.async.Batcher;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.DatabasePools;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.platform.db.ShortTransaction;
import dev.yima.gateway.platform.db.ShortTransaction.Writes;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the state of payouts after the claim. Changes of many payouts at about the same time are written together. */
@ApplicationScoped
class PayoutRepository {
    private static final int ROWS_MAX = 256;
    private static final String PAID = "PAID";
    // Found by its number alone: IS NOT DISTINCT FROM keeps the planner from the indexes of brands and providers.
    private static final String SETTLE = """
            UPDATE payout p SET state = coalesce(n.state, p.state),
                due_at = coalesce(now() + n.delay_ms * interval '1 ms', p.due_at),
                failure = n.failure, settled_at = n.settled_at, number_retired = n.number_retired, unwritten = 0
            FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::text[],
                    $7::timestamptz[], $8::bool[])
                AS n(bill_no, brand_id, provider, state, delay_ms, failure, settled_at, number_retired)
            WHERE p.bill_no = n.bill_no AND p.state IN ('BILLED', 'WAIT_CONFIRM')
                AND (p.brand_id, p.provider) IS NOT DISTINCT FROM (n.brand_id, n.provider)
            RETURNING p.claim_id, p.brand_id, p.member_id, p.amount, p.currency, p.state, p.settled_at""";
    // It is due again at once, when the pause is over or ended: whatever else the brand has under way keeps its lease.
    private static final String PAUSE = """
            WITH paused AS (
                INSERT INTO payout_pause (brand_id, provider, paused_until)
                VALUES ($2, $3, now() + $4::bigint * interval '1 ms')
                ON CONFLICT (brand_id, provider) DO UPDATE SET paused_until = excluded.paused_until)
            UPDATE payout SET due_at = now(), attempts = attempts - 1
            WHERE bill_no = $1 AND state IN ('BILLED', 'WAIT_CONFIRM')""";
    private static final String UNWRITTEN = """
            UPDATE payout SET unwritten = unwritten + 1, due_at = now() + $4::bigint * interval '1 ms',
                state = CASE WHEN unwritten + 1 < $5 THEN state ELSE 'BLOCKED' END,
                failure = CASE WHEN unwritten + 1 < $5 THEN failure ELSE $6 END
            WHERE bill_no = $1 AND (brand_id, provider) IS NOT DISTINCT FROM ($2, $3)
                AND state IN ('BILLED', 'WAIT_CONFIRM')
            RETURNING state = 'BLOCKED' AS is_blocked""";
    private static final int WRITES_MAX = 5;

    private final Pool pool;
    private final Ledger ledger;
    private final Clock clock;
    private final Batcher<StateChange, Optional<Throwable>> batcher;

    PayoutRepository(DatabasePools pools, Ledger ledger, Clock clock, Vertx vertx, YimaConfig config) {
        this.pool = pools.workers();
        this.ledger = ledger;
        this.clock = clock;
        this.batcher = new Batcher<>(vertx, ROWS_MAX, config.limits().queueMax(), Batcher.DEADLINE, this::settle);
    }

    /**
     * Leaves a payout for later. Once accepted it stays so, even if the provider does not answer afterwards.
     *
     * @param accepted whether the provider has just said that it has the order
     * @param delay the time until it is due again
     */
    Uni<Void> later(PayoutKey key, boolean accepted, Duration delay) {
        PayoutState state = accepted ? PayoutState.WAIT_CONFIRM : null;
        return change(new StateChange(key, state, delay, null, null, false));
    }

    /**
     * Notes that nothing is or will be paid under the number; the amount stays owed to the member.
     *
     * @param state the state from now on
     * @param reason the provider's word
     */
    Uni<Void> refused(PayoutKey key, PayoutState state, String reason) {
        return change(new StateChange(key, state, null, reason, clock.instant(), true));
    }

    /** Blocks a payout whose outcome is unknown, until staff act. It keeps its number. */
    Uni<Void> blocked(PayoutKey key, String reason) {
        return change(new StateChange(key, PayoutState.BLOCKED, null, reason, clock.instant(), false));
    }

    /** Sends nothing more of the payout's brand to this provider for a while. The payout has lost no attempt. */
    Uni<Void> pause(PayoutKey key, Duration length) {
        return pool.preparedQuery(PAUSE)
                .execute(Tuple.of(key.number(), key.brand(), key.provider(), length.toMillis()))
                .replaceWithVoid();
    }

    /**
     * Leaves a payout for later whose answer could not be written, at most {@value #WRITES_MAX} times; then it is
     * blocked until staff act. It keeps its number.
     *
     * @param reason the reason that staff are told
     * @return whether it is blocked now
     */
    Uni<Boolean> unwritten(PayoutKey key, String reason, Duration delay) {
        return pool.preparedQuery(UNWRITTEN)
                .execute(Tuple.of(key.number(), key.brand(), key.provider(), delay.toMillis(), WRITES_MAX, reason))
                .map(rows ->
                        Rows.first(rows, row -> row.getBoolean("is_blocked")).orElse(false));
    }

    /** Notes that a payout is paid, and moves the money, in one transaction; a second time changes nothing. */
    Uni<Void> paid(PayoutKey key) {
        return change(new StateChange(key, PayoutState.PAID, null, null, clock.instant(), false));
    }

    private Uni<Void> change(StateChange change) {
        return batcher.submit(change).map(failure -> {
            if (failure.isPresent()) {
                throw new IllegalStateException("the payout could not be settled", failure.get());
            }
            return null;
        });
    }

    /** Writes many changes in one transaction; a payout that the database refuses fails alone. */
    private Uni<List<Optional<Throwable>>> settle(List<StateChange> changes) {
        Map<PayoutKey, StateChange> byKey = new LinkedHashMap<>();
        changes.forEach(change -> byKey.merge(change.key, change, StateChange::andThen));
        return write(List.copyOf(byKey.values()))
                .<Map<PayoutKey, Throwable>>map(written -> Map.of())
                .onFailure()
                .recoverWithUni(refused -> eachAlone(byKey.values()))
                .map(failures -> changes.stream()
                        .map(change -> Optional.ofNullable(failures.get(change.key)))
                        .toList());
    }

    /** Writes each change by itself; returns the failures. */
    private Uni<Map<PayoutKey, Throwable>> eachAlone(Collection<StateChange> changes) {
        Map<PayoutKey, Throwable> failures = new HashMap<>();
        return Multi.createFrom()
                .iterable(changes)
                .onItem()
                .transformToUniAndConcatenate(change -> write(List.of(change))
                        .onFailure()
                        .invoke(failure -> failures.put(change.key, failure))
                        .onFailure()
                        .recoverWithItem(false))
                .collect()
                .last()
                .replaceWith(failures);
    }

    private Uni<Boolean> write(List<StateChange> changes) {
        Tuple columns = Columns.of(changes)
                .texts(change -> change.key.number())
                .uuids(change -> change.key.brand())
                .texts(change -> change.key.provider())
                .names(StateChange::state)
                .longs(StateChange::delayMs)
                .texts(StateChange::failure)
                .instants(StateChange::settledAt)
                .booleans(StateChange::numberRetired)
                .tuple();
        return ShortTransaction.run(
                pool,
                tx -> tx.preparedQuery(SETTLE).execute(columns),
                (tx, rows) -> new Writes<>(List.of(ledger.write(tx, transfers(rows))), true));
    }

    private static List<Transfer> transfers(RowSet<Row> settled) {
        return Rows.map(settled, row -> row).stream()
                .filter(row -> row.getString("state").equals(PAID))
                .map(PayoutRepository::transfer)
                .toList();
    }

    private static Transfer transfer(Row row) {
        UUID brand = row.getUUID("brand_id");
        return new Transfer(
                brand,
                row.getUUID("claim_id"),
                Transfer.Reason.PAY,
                row.getString("currency"),
                Account.member(row.getUUID("member_id")),
                Account.paidOut(brand),
                row.getLong("amount"),
                Rows.instant(row, "settled_at"));
    }

    /** A payout's next state and its details; null leaves state and due time as they are, or a column empty. */
    private record StateChange(
            PayoutKey key,
            @Nullable PayoutState state,
            @Nullable Duration delay,
            @Nullable String failure,
            @Nullable Instant settledAt,
            boolean numberRetired) {

        @Nullable Long delayMs() {
            return delay == null ? null : delay.toMillis();
        }

        /** Of two changes of one payout, the final one counts. */
        StateChange andThen(StateChange later) {
            return settledAt == null ? later : this;
        }
    }
}
