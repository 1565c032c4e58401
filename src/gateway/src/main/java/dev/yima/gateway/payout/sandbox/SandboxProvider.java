package dev.yima.gateway.payout.sandbox;

import dev.yima.gateway.payout.PayoutOrder;
import dev.yima.gateway.payout.PayoutProvider;
import dev.yima.gateway.payout.PayoutProvider.Answer.Kind;
import dev.yima.gateway.payout.PayoutRepository;
import dev.yima.gateway.payout.PayoutState;
import dev.yima.gateway.platform.async.Batcher;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.config.YimaConfig.SandboxScript;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A provider that pays nobody, but keeps its books like the real ones: it accepts a bill and pays it a moment later,
 * remembers every number for ever, and refuses a number that comes back with another body. A script makes it fail, lose
 * its answer, or answer twice.
 */
@ApplicationScoped
public class SandboxProvider implements PayoutProvider {
    private static final String RECEIVE = """
            INSERT INTO sandbox_order (bill_no, body, state, received_at, pays_at, reason, brand_id)
            SELECT *
            FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::text[],
                $7::uuid[])
            ON CONFLICT (bill_no) DO NOTHING""";
    private static final String PAY_DUE = """
            UPDATE sandbox_order SET state = CASE WHEN reason IS NULL THEN 'PAID' ELSE 'FAILED' END,
                paid_at = CASE WHEN reason IS NULL THEN pays_at END
            WHERE (bill_no = ANY ($1) OR brand_id = $3) AND state = 'ACCEPTED' AND pays_at <= $2""";
    private static final String FIND =
            "SELECT bill_no, body, state, reason FROM sandbox_order WHERE bill_no = ANY ($1)";
    private static final String STATEMENT = """
            SELECT bill_no, body::json->>'currency' AS currency, (body::json->>'amountMinor')::bigint AS amount, paid_at
            FROM sandbox_order
            WHERE brand_id = $1 AND state = 'PAID' AND paid_at >= $2 AND paid_at < $3 AND bill_no > $4
            ORDER BY bill_no LIMIT $5""";
    private static final int STATEMENT_ROWS = 1_000;
    private static final int BILLS_MAX = 256;
    private static final String PERSONS_FAULT = "ACCOUNT_FROZEN";
    private static final String BRANDS_FAULT = "TRANSFER_SCENE_UNAVAILABLE";

    private final Pool pool;
    private final PayoutRepository payouts;
    private final Clock clock;
    private final Duration paysAfter;
    private final Duration expiresAfter;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final Queue<SandboxScript> script;
    private final Batcher<Letter, Optional<Entry>> desk;

    SandboxProvider(Pool pool, PayoutRepository payouts, Clock clock, Vertx vertx, YimaConfig config) {
        this.pool = pool;
        this.payouts = payouts;
        this.clock = clock;
        this.paysAfter = config.payout().sandboxPaysAfter();
        this.expiresAfter = config.payout().sandboxExpiresAfter();
        this.desk = new Batcher<>(vertx, BILLS_MAX, config.limits().queueMax(), Batcher.DEADLINE, this::work);
        this.script =
                new ConcurrentLinkedQueue<>(config.payout().sandboxScript().orElse(List.of()));
    }

    /** Adds to what it does with its next bills. */
    public void script(List<SandboxScript> next) {
        script.addAll(next);
    }

    /** Lets its clock, which no other clock follows, run ahead by some further time. */
    public void ahead(Duration further) {
        ahead.updateAndGet(further::plus);
    }

    private OffsetDateTime now() {
        return clock.instant().plus(ahead.get()).atOffset(ZoneOffset.UTC);
    }

    @Override
    public Uni<Answer> send(PayoutOrder bill) {
        SandboxScript scripted = script.poll();
        SandboxScript act = scripted == null ? SandboxScript.ACCEPT : scripted;
        return switch (act) {
            case ACCEPT -> ask(new Letter(bill, Entry.ACCEPTED, null, paysAfter));
            case FAIL -> ask(new Letter(bill, Entry.FAILED, PERSONS_FAULT, Duration.ZERO));
            case FAIL_LATER -> ask(new Letter(bill, Entry.ACCEPTED, PERSONS_FAULT, paysAfter));
            case REJECT -> ask(new Letter(bill, Entry.FAILED, BRANDS_FAULT, Duration.ZERO));
            case REJECT_LATER -> ask(new Letter(bill, Entry.ACCEPTED, BRANDS_FAULT, paysAfter));
            case EXPIRE -> ask(new Letter(bill, Entry.ACCEPTED, PayoutState.OVERDUE, expiresAfter));
            case EXPIRE_UNHEARD -> unheard(new Letter(bill, Entry.FAILED, PayoutState.OVERDUE, Duration.ZERO));
            case TIMEOUT -> unheard(new Letter(bill, Entry.ACCEPTED, null, paysAfter));
            case LOST -> Uni.createFrom().failure(new ConnectException("reset before the bill was read"));
            case STALL -> Uni.createFrom().nothing();
            case BUSY -> Uni.createFrom().item(new Answer(Kind.BUSY, "FREQUENCY_LIMITED"));
            case NOT_ENOUGH -> Uni.createFrom().item(new Answer(Kind.NOT_ENOUGH, "NOT_ENOUGH"));
            case UNKNOWN -> Uni.createFrom().item(new Answer(Kind.UNKNOWN, "SOMETHING_NEW"));
            // Its notice overtakes its answer, so the worker hears of the same payment twice.
            case TWICE ->
                ask(new Letter(bill, Entry.ACCEPTED, null, Duration.ZERO)).call(answer -> payouts.paid(bill));
        };
    }

    private Uni<Answer> unheard(Letter letter) {
        return ask(letter).flatMap(done -> Uni.createFrom().nothing());
    }

    @Override
    public Uni<Answer> query(PayoutOrder bill) {
        return ask(new Letter(bill, null, null, Duration.ZERO));
    }

    @Override
    public Multi<List<Paid>> statement(UUID brand, Instant from, Instant to) {
        Uni<Void> paid = pool.preparedQuery(PAY_DUE)
                .execute(Tuple.tuple()
                        .addArrayOfString(new String[0])
                        .addOffsetDateTime(now())
                        .addUUID(brand))
                .replaceWithVoid();
        return paid.onItem()
                .transformToMulti(done -> Multi.createBy()
                        .repeating()
                        .uni(
                                () -> new AtomicReference<>(""),
                                last -> page(brand, from, to, Objects.requireNonNull(last.get()))
                                        .invoke(lines -> lines.forEach(line -> last.set(line.number()))))
                        .whilst(lines -> lines.size() == STATEMENT_ROWS));
    }

    private Uni<List<Paid>> page(UUID brand, Instant from, Instant to, String last) {
        return pool.preparedQuery(STATEMENT)
                .execute(Tuple.of(
                        brand, from.atOffset(ZoneOffset.UTC), to.atOffset(ZoneOffset.UTC), last, STATEMENT_ROWS))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Paid(
                                row.getString("bill_no"),
                                row.getString("currency"),
                                row.getLong("amount"),
                                row.getOffsetDateTime("paid_at").toInstant()))
                        .toList());
    }

    private Uni<Answer> ask(Letter letter) {
        return desk.submit(letter)
                .map(found -> found.map(entry -> answer(letter.bill, entry)).orElse(Answer.of(Kind.NOT_FOUND)));
    }

    /** Works off the letters of a moment: receives bills, pays what is due, and says how each stands. */
    private Uni<List<Optional<Entry>>> work(List<Letter> letters) {
        OffsetDateTime now = now();
        String[] numbers = letters.stream().map(letter -> letter.bill.number()).toArray(String[]::new);
        return pool.withTransaction(tx -> tx.preparedQuery(RECEIVE)
                .execute(received(letters, now))
                .flatMap(done -> tx.preparedQuery(PAY_DUE)
                        .execute(Tuple.tuple()
                                .addArrayOfString(numbers)
                                .addOffsetDateTime(now)
                                .addUUID(null)))
                .flatMap(done -> tx.preparedQuery(FIND).execute(Tuple.tuple().addArrayOfString(numbers)))
                .map(rows -> entries(letters, rows)));
    }

    private static Tuple received(List<Letter> letters, OffsetDateTime now) {
        List<Letter> bills =
                letters.stream().filter(letter -> letter.takenAs != null).toList();
        return Tuple.tuple()
                .addArrayOfString(
                        bills.stream().map(letter -> letter.bill.number()).toArray(String[]::new))
                .addArrayOfString(
                        bills.stream().map(letter -> letter.bill.body()).toArray(String[]::new))
                .addArrayOfString(bills.stream().map(letter -> letter.takenAs).toArray(String[]::new))
                .addArrayOfOffsetDateTime(bills.stream().map(letter -> now).toArray(OffsetDateTime[]::new))
                .addArrayOfOffsetDateTime(
                        bills.stream().map(letter -> now.plus(letter.paysAfter)).toArray(OffsetDateTime[]::new))
                .addArrayOfString(bills.stream().map(letter -> letter.reason).toArray(String[]::new))
                .addArrayOfUUID(
                        bills.stream().map(letter -> letter.bill.brand()).toArray(UUID[]::new));
    }

    private static List<Optional<Entry>> entries(List<Letter> letters, RowSet<Row> rows) {
        Map<String, Entry> byNumber = new HashMap<>();
        rows.forEach(row -> byNumber.put(
                row.getString("bill_no"),
                new Entry(row.getString("body"), row.getString("state"), row.getString("reason"))));
        return letters.stream()
                .map(letter -> Optional.ofNullable(byNumber.get(letter.bill.number())))
                .toList();
    }

    private static Answer answer(PayoutOrder bill, Entry entry) {
        if (!bill.body().equals(entry.body)) {
            throw new IllegalStateException("the number exists with another body: bill " + bill.number());
        }
        return switch (entry.state) {
            case Entry.PAID -> Answer.of(Kind.PAID);
            case Entry.FAILED -> new Answer(Kind.REFUSED, entry.reason);
            default -> Answer.of(Kind.ACCEPTED);
        };
    }

    /** What is sent: a bill, to be taken in some way and paid or refused after some time, or a mere question. */
    private record Letter(
            PayoutOrder bill,
            @Nullable String takenAs,
            @Nullable String reason,
            Duration paysAfter) {}

    /** A bill in the books. */
    private record Entry(
            String body, String state, @Nullable String reason) {
        static final String ACCEPTED = "ACCEPTED";
        static final String PAID = "PAID";
        static final String FAILED = "FAILED";
    }
}
