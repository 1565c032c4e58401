package dev.yima.gateway.payout;

import dev.yima.gateway.payout.PayoutProvider.Answer.State;
import dev.yima.gateway.platform.Batcher;
import dev.yima.gateway.platform.YimaConfig;
import dev.yima.gateway.platform.YimaConfig.SandboxScript;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A provider that pays nobody, but keeps its books like the real ones: it accepts a bill and pays it a moment later,
 * remembers every number for ever, and refuses a number that comes back with another body. A script makes it fail, lose
 * its answer, or answer twice.
 */
@ApplicationScoped
class SandboxProvider implements PayoutProvider {
    private static final String RECEIVE = """
            INSERT INTO sandbox_bill (bill_no, body, state, received_at, pays_at)
            SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[])
            ON CONFLICT (bill_no) DO NOTHING""";
    private static final String PAY_DUE = """
            UPDATE sandbox_bill SET state = 'PAID'
            WHERE bill_no = ANY ($1) AND state = 'ACCEPTED' AND pays_at <= $2""";
    private static final String FIND = "SELECT bill_no, body, state FROM sandbox_bill WHERE bill_no = ANY ($1)";
    private static final int BILLS_MAX = 256;
    private static final String REFUSAL = "ACCOUNT_FROZEN";

    private final Pool pool;
    private final PayoutStore payouts;
    private final Clock clock;
    private final Duration paysAfter;
    private final Queue<SandboxScript> script;
    private final Batcher<Letter, Optional<Entry>> desk;

    SandboxProvider(Pool pool, PayoutStore payouts, Clock clock, Vertx vertx, YimaConfig config) {
        this.pool = pool;
        this.payouts = payouts;
        this.clock = clock;
        this.paysAfter = config.payout().sandboxPaysAfter();
        this.desk = new Batcher<>(vertx, BILLS_MAX, config.limits().queueMax(), Batcher.DEADLINE, this::work);
        this.script =
                new ConcurrentLinkedQueue<>(config.payout().sandboxScript().orElse(List.of()));
    }

    /** Adds to what it does with its next bills. */
    void script(List<SandboxScript> next) {
        script.addAll(next);
    }

    @Override
    public Uni<Answer> send(Bill bill) {
        SandboxScript scripted = script.poll();
        SandboxScript act = scripted == null ? SandboxScript.ACCEPT : scripted;
        return switch (act) {
            case ACCEPT -> ask(new Letter(bill, State.ACCEPTED, paysAfter));
            case FAIL -> ask(new Letter(bill, State.FAILED, Duration.ZERO));
            case TIMEOUT ->
                ask(new Letter(bill, State.ACCEPTED, paysAfter))
                        .flatMap(done -> Uni.createFrom().nothing());
            // Its notice overtakes its answer, so the worker hears of the same payment twice.
            case TWICE -> ask(new Letter(bill, State.ACCEPTED, Duration.ZERO)).call(answer -> payouts.paid(bill));
        };
    }

    @Override
    public Uni<Answer> query(Bill bill) {
        return ask(new Letter(bill, null, Duration.ZERO));
    }

    private Uni<Answer> ask(Letter letter) {
        return desk.submit(letter)
                .map(found -> found.map(entry -> answer(letter.bill, entry)).orElse(Answer.of(State.NOT_FOUND)));
    }

    /** Works off the letters of a moment: receives bills, pays what is due, and says how each stands. */
    private Uni<List<Optional<Entry>>> work(List<Letter> letters) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        String[] numbers = letters.stream().map(letter -> letter.bill.number()).toArray(String[]::new);
        return pool.withTransaction(tx -> tx.preparedQuery(RECEIVE)
                .execute(received(letters, now))
                .flatMap(done -> tx.preparedQuery(PAY_DUE)
                        .execute(Tuple.tuple().addArrayOfString(numbers).addOffsetDateTime(now)))
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
                .addArrayOfString(bills.stream()
                        .map(letter -> String.valueOf(letter.takenAs))
                        .toArray(String[]::new))
                .addArrayOfOffsetDateTime(bills.stream().map(letter -> now).toArray(OffsetDateTime[]::new))
                .addArrayOfOffsetDateTime(
                        bills.stream().map(letter -> now.plus(letter.paysAfter)).toArray(OffsetDateTime[]::new));
    }

    private static List<Optional<Entry>> entries(List<Letter> letters, RowSet<Row> rows) {
        Map<String, Entry> byNumber = new HashMap<>();
        rows.forEach(row -> byNumber.put(
                row.getString("bill_no"), new Entry(row.getString("body"), State.valueOf(row.getString("state")))));
        return letters.stream()
                .map(letter -> Optional.ofNullable(byNumber.get(letter.bill.number())))
                .toList();
    }

    private static Answer answer(Bill bill, Entry entry) {
        if (!bill.body().equals(entry.body)) {
            throw new IllegalStateException("the number exists with another body: bill " + bill.number());
        }
        return new Answer(entry.state, entry.state == State.FAILED ? REFUSAL : null);
    }

    /** What is sent: a bill, to be taken in some way and paid after some time, or a mere question. */
    private record Letter(Bill bill, @Nullable State takenAs, Duration paysAfter) {}

    private record Entry(String body, State state) {}
}
