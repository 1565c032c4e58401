package dev.yima.gateway.payout;

import dev.yima.gateway.ledger.Account;
import dev.yima.gateway.ledger.Ledger;
import dev.yima.gateway.ledger.Transfer;
import dev.yima.gateway.platform.async.Batcher;
import dev.yima.gateway.platform.config.YimaConfig;
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
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The outbox. What providers say of many bills at about the same time is written together. */
@ApplicationScoped
public class PayoutRepository {
    private static final int ROWS_MAX = 256;
    private static final String PAID = "PAID";
    // Taking a bill stores its body and pushes its due time forward: if this process dies, another takes it then.
    private static final String TAKE = """
            UPDATE payout p SET
                state = CASE WHEN p.state IN ('AWARDED', 'REISSUED') THEN 'BILLED' ELSE p.state END,
                bill_body = coalesce(p.bill_body, json_build_object('bill', p.bill_no, 'payee', p.member_id,
                    'amountMinor', p.amount, 'currency', p.currency)::text),
                attempts = p.attempts + 1,
                due_at = $2
            FROM (SELECT claim_id, state AS was FROM payout
                  WHERE state IN ('AWARDED', 'REISSUED', 'BILLED', 'WAIT_CONFIRM') AND due_at <= $1
                      AND brand_id NOT IN (SELECT brand_id FROM payout_pause WHERE paused_until > $1)
                  ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED) AS due
            WHERE p.claim_id = due.claim_id
            RETURNING p.claim_id, p.brand_id, p.bill_no, p.bill_body, p.attempts, due.was""";
    private static final String SETTLE = """
            UPDATE payout p SET state = coalesce(n.state, p.state), due_at = coalesce(n.due_at, p.due_at),
                failure = n.failure, settled_at = n.settled_at, number_retired = n.number_retired
            FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[], $5::timestamptz[], $6::bool[],
                    $7::text[])
                AS n(claim, state, due_at, failure, settled_at, number_retired, bill_no)
            WHERE p.claim_id = n.claim AND p.bill_no = n.bill_no AND p.state IN ('BILLED', 'WAIT_CONFIRM')
            RETURNING p.claim_id, p.brand_id, p.member_id, p.amount, p.currency, p.state, p.settled_at""";
    private static final String PAUSE = """
            WITH paused AS (
                INSERT INTO payout_pause (brand_id, paused_until)
                SELECT brand_id, $2::timestamptz FROM payout WHERE claim_id = $1
                ON CONFLICT (brand_id) DO UPDATE SET paused_until = excluded.paused_until)
            UPDATE payout SET due_at = $2, attempts = attempts - 1 WHERE claim_id = $1""";

    private final Pool pool;
    private final Ledger ledger;
    private final Clock clock;
    private final Batcher<News, Optional<Throwable>> batcher;

    PayoutRepository(Pool pool, Ledger ledger, Clock clock, Vertx vertx, YimaConfig config) {
        this.pool = pool;
        this.ledger = ledger;
        this.clock = clock;
        this.batcher = new Batcher<>(vertx, ROWS_MAX, config.limits().queueMax(), Batcher.DEADLINE, this::settle);
    }

    /**
     * A bill to be carried.
     *
     * @param bill the bill
     * @param attempts how often it was taken, this time included
     * @param sentBefore whether it may have been sent before, so that it must be asked about first
     */
    record Due(PayoutOrder bill, int attempts, boolean sentBefore) {}

    /** Takes what is due, for as long as the lease lasts. */
    Uni<List<Due>> take(int billsMax, Duration lease) {
        Instant now = clock.instant();
        return pool.preparedQuery(TAKE)
                .execute(Tuple.of(utc(now), utc(now.plus(lease)), billsMax))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(PayoutRepository::due)
                        .toList());
    }

    /** Leaves a bill for later; what was accepted once stays so, whatever the provider fails to say afterwards. */
    Uni<Void> later(PayoutOrder bill, boolean accepted, Duration delay) {
        String state = accepted ? "WAIT_CONFIRM" : null;
        return tell(new News(bill, state, clock.instant().plus(delay), null, null, false));
    }

    /** Notes that nothing is or will be paid under the number; the amount stays owed to the member. */
    Uni<Void> refused(PayoutOrder bill, PayoutState became, String reason) {
        return tell(new News(bill, became.name(), null, reason, clock.instant(), true));
    }

    /** Parks a bill of which nobody knows whether it is paid. It keeps its number. */
    Uni<Void> parked(PayoutOrder bill, String reason) {
        return tell(new News(bill, PayoutState.BLOCKED.name(), null, reason, clock.instant(), false));
    }

    /** Sends nothing more of the bill's brand for a while. The bill has lost no attempt. */
    Uni<Void> pause(PayoutOrder bill, Duration delay) {
        return pool.preparedQuery(PAUSE)
                .execute(Tuple.of(bill.claim(), utc(clock.instant().plus(delay))))
                .replaceWithVoid();
    }

    /** Notes that a bill is paid, and moves the money, in one transaction; a second time changes nothing. */
    public Uni<Void> paid(PayoutOrder bill) {
        return tell(new News(bill, PAID, null, null, clock.instant(), false));
    }

    private Uni<Void> tell(News news) {
        return batcher.submit(news).map(failure -> {
            if (failure.isPresent()) {
                throw new IllegalStateException("the bill could not be settled", failure.get());
            }
            return null;
        });
    }

    /** Writes what became of many bills in one transaction; a bill that the database refuses fails alone. */
    private Uni<List<Optional<Throwable>>> settle(List<News> told) {
        Map<UUID, News> byClaim = new LinkedHashMap<>();
        told.forEach(news -> byClaim.merge(news.bill.claim(), news, News::andThen));
        return write(List.copyOf(byClaim.values()))
                .<Map<UUID, Throwable>>map(written -> Map.of())
                .onFailure()
                .recoverWithUni(refused -> eachAlone(byClaim.values()))
                .map(failures -> told.stream()
                        .map(news -> Optional.ofNullable(failures.get(news.bill.claim())))
                        .toList());
    }

    /** Writes each bill by itself; the failures, by claim. */
    private Uni<Map<UUID, Throwable>> eachAlone(Collection<News> bills) {
        Map<UUID, Throwable> failures = new HashMap<>();
        return Multi.createFrom()
                .iterable(bills)
                .onItem()
                .transformToUniAndConcatenate(news -> write(List.of(news))
                        .onFailure()
                        .invoke(failure -> failures.put(news.bill.claim(), failure))
                        .onFailure()
                        .recoverWithItem(false))
                .collect()
                .last()
                .replaceWith(failures);
    }

    private Uni<Boolean> write(List<News> news) {
        Tuple columns = Tuple.tuple()
                .addArrayOfUUID(column(news, each -> each.bill.claim(), UUID[]::new))
                .addArrayOfString(column(news, News::state, String[]::new))
                .addArrayOfOffsetDateTime(column(news, each -> utc(each.dueAt), OffsetDateTime[]::new))
                .addArrayOfString(column(news, News::failure, String[]::new))
                .addArrayOfOffsetDateTime(column(news, each -> utc(each.settledAt), OffsetDateTime[]::new))
                .addArrayOfBoolean(column(news, News::numberRetired, Boolean[]::new))
                .addArrayOfString(column(news, each -> each.bill.number(), String[]::new));
        return ShortTransaction.run(
                pool,
                tx -> tx.preparedQuery(SETTLE).execute(columns),
                (tx, rows) -> new Writes<>(List.of(ledger.write(tx, transfers(rows))), true));
    }

    private static List<Transfer> transfers(RowSet<Row> settled) {
        return StreamSupport.stream(settled.spliterator(), false)
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
                row.getOffsetDateTime("settled_at").toInstant());
    }

    private static Due due(Row row) {
        PayoutOrder bill = new PayoutOrder(
                row.getUUID("claim_id"), row.getUUID("brand_id"), row.getString("bill_no"), row.getString("bill_body"));
        PayoutState was = PayoutState.valueOf(row.getString("was"));
        return new Due(bill, row.getInteger("attempts"), was != PayoutState.AWARDED && was != PayoutState.REISSUED);
    }

    private static <C> C[] column(List<News> news, Function<News, @Nullable C> value, IntFunction<C[]> array) {
        return news.stream().map(value).toArray(array);
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    /** What became of a bill; null leaves a column as it is, or empty. */
    private record News(
            PayoutOrder bill,
            @Nullable String state,
            @Nullable Instant dueAt,
            @Nullable String failure,
            @Nullable Instant settledAt,
            boolean numberRetired) {

        /** Of two news of one bill, what is final counts. */
        News andThen(News later) {
            return settledAt == null ? later : this;
        }
    }
}
