package dev.yima.gateway.payout.sandbox;

import dev.yima.gateway.platform.async.Batcher;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.DatabasePools;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.payout.spi.PayoutRequest;
import dev.yima.payout.spi.StatementLine;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Books of the sandbox: every order that it received, by number, for ever, and the payment of those that are due. */
@ApplicationScoped
class SandboxBooks {
    private static final String RECEIVE = """
            INSERT INTO sandbox_order (bill_no, body, state, received_at, pays_at, reason, brand_id)
            SELECT *
            FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::text[],
                $7::uuid[])
            ON CONFLICT (bill_no) DO NOTHING""";
    private static final String PAY_DUE = """
            UPDATE sandbox_order SET state = CASE WHEN reason IS NULL THEN 'PAID' ELSE 'FAILED' END,
                paid_at = CASE WHEN reason IS NULL THEN pays_at END
            WHERE bill_no = ANY ($1) AND state = 'ACCEPTED' AND pays_at <= $2""";
    private static final String PAY_DUE_OF_BRAND = """
            UPDATE sandbox_order SET state = CASE WHEN reason IS NULL THEN 'PAID' ELSE 'FAILED' END,
                paid_at = CASE WHEN reason IS NULL THEN pays_at END
            WHERE brand_id = $1 AND state = 'ACCEPTED' AND pays_at <= $2""";
    private static final String FIND =
            "SELECT bill_no, body, state, reason FROM sandbox_order WHERE bill_no = ANY ($1)";
    private static final String STATEMENT = """
            SELECT bill_no, body::json->>'currency' AS currency, (body::json->>'amountMinor')::bigint AS amount, paid_at
            FROM sandbox_order
            WHERE brand_id = $1 AND state = 'PAID' AND (paid_at, bill_no) > ($2, $3) AND paid_at < $4
            ORDER BY paid_at, bill_no LIMIT $5""";
    private static final int STATEMENT_ROWS = 1_000;
    private static final int BATCH_MAX = 256;

    private final Pool pool;
    private final Clock clock;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final Batcher<Inquiry, Optional<Entry>> batcher;

    SandboxBooks(DatabasePools pools, Clock clock, Vertx vertx, YimaConfig config) {
        this.pool = pools.workers();
        this.clock = clock;
        this.batcher = new Batcher<>(vertx, BATCH_MAX, config.limits().queueMax(), Batcher.DEADLINE, this::work);
    }

    /** An order in the books. */
    record Entry(String body, String state, @Nullable String reason) {
        static final String ACCEPTED = "ACCEPTED";
        static final String PAID = "PAID";
        static final String FAILED = "FAILED";
    }

    /** Lets the clock of the books, which no other clock follows, run ahead by some further time. */
    void ahead(Duration further) {
        ahead.updateAndGet(further::plus);
    }

    /**
     * Receives an order, unless one of its number is there already.
     *
     * @param state the state to begin with: {@link Entry#ACCEPTED} or {@link Entry#FAILED}
     * @param reason the reason of the refusal, now or when it is due; null when it is to be paid
     * @param dueAfter the time until it is paid or refused
     * @return the order as the books have it afterwards
     */
    Uni<Optional<Entry>> receive(PayoutRequest request, String state, @Nullable String reason, Duration dueAfter) {
        return batcher.submit(new Inquiry(request, state, reason, dueAfter));
    }

    /** Finds the order of a request's number. */
    Uni<Optional<Entry>> find(PayoutRequest request) {
        return batcher.submit(new Inquiry(request, null, null, Duration.ZERO));
    }

    /**
     * Pays what is due of a brand, and lists its payments, page by page.
     *
     * @param from the first moment
     * @param to the moment after the last
     */
    Multi<List<StatementLine>> statement(UUID brand, Instant from, Instant to) {
        return payDue(brand)
                .onItem()
                .transformToMulti(done -> Multi.createBy()
                        .repeating()
                        .uni(
                                () -> new AtomicReference<>(new Position(from, "")),
                                last -> page(brand, Objects.requireNonNull(last.get()), to)
                                        .invoke(lines -> lines.forEach(
                                                line -> last.set(new Position(line.paidAt(), line.number())))))
                        .whilst(lines -> lines.size() == STATEMENT_ROWS));
    }

    private Uni<Void> payDue(UUID brand) {
        return pool.preparedQuery(PAY_DUE_OF_BRAND)
                .execute(Tuple.of(brand, Columns.utc(now())))
                .replaceWithVoid();
    }

    private Uni<List<StatementLine>> page(UUID brand, Position after, Instant to) {
        return pool.preparedQuery(STATEMENT)
                .execute(Tuple.of(brand, Columns.utc(after.at), after.number, Columns.utc(to), STATEMENT_ROWS))
                .map(rows -> Rows.map(
                        rows,
                        row -> new StatementLine(
                                row.getString("bill_no"),
                                row.getString("currency"),
                                row.getLong("amount"),
                                Rows.instant(row, "paid_at"))));
    }

    private Instant now() {
        return clock.instant().plus(ahead.get());
    }

    /** Answers the inquiries of a moment: receives orders, pays those that are due, and reads the state of each. */
    private Uni<List<Optional<Entry>>> work(List<Inquiry> inquiries) {
        Instant now = now();
        String[] numbers =
                inquiries.stream().map(inquiry -> inquiry.request.number()).toArray(String[]::new);
        Tuple due = Tuple.tuple().addArrayOfString(numbers).addOffsetDateTime(Columns.utc(now));
        return pool.withTransaction(tx -> tx.preparedQuery(RECEIVE)
                .execute(received(inquiries, now))
                .flatMap(done -> tx.preparedQuery(PAY_DUE).execute(due))
                .flatMap(done -> tx.preparedQuery(FIND).execute(Tuple.tuple().addArrayOfString(numbers)))
                .map(rows -> entries(inquiries, rows)));
    }

    private static Tuple received(List<Inquiry> inquiries, Instant now) {
        List<Inquiry> orders =
                inquiries.stream().filter(inquiry -> inquiry.receivedAs != null).toList();
        return Columns.of(orders)
                .texts(order -> order.request.number())
                .texts(order -> order.request.body())
                .texts(Inquiry::receivedAs)
                .instants(order -> now)
                .instants(order -> now.plus(order.dueAfter))
                .texts(Inquiry::reason)
                .uuids(order -> order.request.brand())
                .tuple();
    }

    private static List<Optional<Entry>> entries(List<Inquiry> inquiries, RowSet<Row> rows) {
        Map<String, Entry> byNumber = new HashMap<>();
        rows.forEach(row -> byNumber.put(
                row.getString("bill_no"),
                new Entry(row.getString("body"), row.getString("state"), row.getString("reason"))));
        return inquiries.stream()
                .map(inquiry -> Optional.ofNullable(byNumber.get(inquiry.request.number())))
                .toList();
    }

    /** A position in a statement: behind one payment. */
    private record Position(Instant at, String number) {}

    /** An order to be received in some state, or, without one, a mere question. */
    private record Inquiry(
            PayoutRequest request,
            @Nullable String receivedAs,
            @Nullable String reason,
            Duration dueAfter) {}
}
