package dev.yima.gateway.payout;

import dev.yima.gateway.ledger.Account;
import dev.yima.gateway.ledger.Ledger;
import dev.yima.gateway.ledger.Transfer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The outbox. */
@ApplicationScoped
class PayoutStore {
    // Taking a bill stores its body and pushes its due time forward: if this process dies, another takes it then.
    private static final String TAKE = """
            UPDATE payout p SET
                state = CASE p.state WHEN 'AWARDED' THEN 'BILLED' ELSE p.state END,
                bill_body = coalesce(p.bill_body, json_build_object('bill', p.bill_no, 'payee', p.member_id,
                    'amountMinor', p.amount, 'currency', p.currency)::text),
                attempts = p.attempts + 1,
                due_at = $2
            FROM (SELECT claim_id, state AS was FROM payout
                  WHERE state IN ('AWARDED', 'BILLED', 'WAIT_CONFIRM') AND due_at <= $1
                  ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED) AS due
            WHERE p.claim_id = due.claim_id
            RETURNING p.claim_id, p.bill_no, p.bill_body, p.attempts, due.was""";
    private static final String LATER = """
            UPDATE payout SET state = CASE WHEN $2 THEN 'WAIT_CONFIRM' ELSE state END, due_at = $3
            WHERE claim_id = $1 AND state IN ('BILLED', 'WAIT_CONFIRM')""";
    private static final String FAIL = """
            UPDATE payout SET state = 'FAILED', failure = $2, settled_at = $3
            WHERE claim_id = $1 AND state IN ('BILLED', 'WAIT_CONFIRM')""";
    private static final String PAY = """
            UPDATE payout SET state = 'PAID', settled_at = $2
            WHERE claim_id = $1 AND state IN ('BILLED', 'WAIT_CONFIRM')
            RETURNING brand_id, member_id, amount, currency""";

    private final Pool pool;
    private final Ledger ledger;
    private final Clock clock;

    PayoutStore(Pool pool, Ledger ledger, Clock clock) {
        this.pool = pool;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * A bill to be carried.
     *
     * @param bill the bill
     * @param attempts how often it was taken, this time included
     * @param sentBefore whether it may have been sent before, so that it must be asked about first
     */
    record Due(Bill bill, int attempts, boolean sentBefore) {}

    /** Takes what is due, for as long as the lease lasts. */
    Uni<List<Due>> take(int billsMax, Duration lease) {
        Instant now = clock.instant();
        return pool.preparedQuery(TAKE)
                .execute(Tuple.of(utc(now), utc(now.plus(lease)), billsMax))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(PayoutStore::due)
                        .toList());
    }

    /** Leaves a bill for later; what was accepted once stays so, whatever the provider fails to say afterwards. */
    Uni<Void> later(Bill bill, boolean accepted, Duration delay) {
        return pool.preparedQuery(LATER)
                .execute(Tuple.of(bill.claim(), accepted, utc(clock.instant().plus(delay))))
                .replaceWithVoid();
    }

    /** Notes a definite failure; the amount stays owed to the member. */
    Uni<Void> failed(Bill bill, String reason) {
        return pool.preparedQuery(FAIL)
                .execute(Tuple.of(bill.claim(), reason, utc(clock.instant())))
                .replaceWithVoid();
    }

    /** Notes that a bill is paid, and moves the money, in one transaction; a second time changes nothing. */
    Uni<Void> paid(Bill bill) {
        Instant now = clock.instant();
        return pool.withTransaction(tx -> tx.preparedQuery(PAY)
                .execute(Tuple.of(bill.claim(), utc(now)))
                .flatMap(rows -> rows.size() == 0
                        ? Uni.createFrom().voidItem()
                        : ledger.write(
                                tx,
                                List.of(transfer(bill.claim(), rows.iterator().next(), now)))));
    }

    private static Transfer transfer(UUID claim, Row row, Instant at) {
        UUID brand = row.getUUID("brand_id");
        return new Transfer(
                brand,
                claim,
                Transfer.Reason.PAY,
                row.getString("currency"),
                Account.member(row.getUUID("member_id")),
                Account.paidOut(brand),
                row.getLong("amount"),
                at);
    }

    private static Due due(Row row) {
        Bill bill = new Bill(row.getUUID("claim_id"), row.getString("bill_no"), row.getString("bill_body"));
        return new Due(bill, row.getInteger("attempts"), !"AWARDED".equals(row.getString("was")));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
