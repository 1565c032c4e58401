package dev.yima.gateway.payout;

import dev.yima.gateway.payout.PayoutProvider.Answer.State;
import dev.yima.gateway.platform.YimaConfig;
import dev.yima.gateway.platform.YimaConfig.SandboxScript;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A provider that pays nobody, but keeps its books like the real ones: it accepts a bill and pays it a moment later,
 * remembers every number for ever, and refuses a number that comes back with another body. A script makes it fail, lose
 * its answer, or answer twice.
 */
@ApplicationScoped
class SandboxProvider implements PayoutProvider {
    private static final String RECEIVE = """
            INSERT INTO sandbox_bill (bill_no, body, state, received_at, pays_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (bill_no) DO NOTHING""";
    private static final String PAY_DUE = """
            UPDATE sandbox_bill SET state = 'PAID' WHERE bill_no = $1 AND state = 'ACCEPTED' AND pays_at <= $2""";
    private static final String FIND = "SELECT body, state FROM sandbox_bill WHERE bill_no = $1";
    private static final String REFUSAL = "ACCOUNT_FROZEN";

    private final Pool pool;
    private final PayoutStore payouts;
    private final Clock clock;
    private final Duration paysAfter;
    private final Queue<SandboxScript> script;

    SandboxProvider(Pool pool, PayoutStore payouts, Clock clock, YimaConfig config) {
        this.pool = pool;
        this.payouts = payouts;
        this.clock = clock;
        this.paysAfter = config.payout().sandboxPaysAfter();
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
            case ACCEPT -> receive(bill, State.ACCEPTED, paysAfter).flatMap(done -> query(bill));
            case FAIL -> receive(bill, State.FAILED, Duration.ZERO).flatMap(done -> query(bill));
            case TIMEOUT ->
                receive(bill, State.ACCEPTED, paysAfter)
                        .flatMap(done -> Uni.createFrom().<Answer>nothing());
            // Its notice overtakes its answer, so the worker hears of the same payment twice.
            case TWICE ->
                receive(bill, State.ACCEPTED, Duration.ZERO)
                        .flatMap(done -> query(bill))
                        .call(answer -> payouts.paid(bill));
        };
    }

    @Override
    public Uni<Answer> query(Bill bill) {
        return pool.preparedQuery(PAY_DUE)
                .execute(Tuple.of(bill.number(), clock.instant().atOffset(ZoneOffset.UTC)))
                .flatMap(done -> pool.preparedQuery(FIND).execute(Tuple.of(bill.number())))
                .map(rows -> rows.size() == 0
                        ? Answer.of(State.NOT_FOUND)
                        : answer(bill, rows.iterator().next()));
    }

    private Uni<Void> receive(Bill bill, State state, Duration delay) {
        Instant now = clock.instant();
        Tuple row = Tuple.tuple()
                .addString(bill.number())
                .addString(bill.body())
                .addString(state.name())
                .addOffsetDateTime(now.atOffset(ZoneOffset.UTC))
                .addOffsetDateTime(now.plus(delay).atOffset(ZoneOffset.UTC));
        return pool.preparedQuery(RECEIVE).execute(row).replaceWithVoid();
    }

    private static Answer answer(Bill bill, Row row) {
        if (!bill.body().equals(row.getString("body"))) {
            throw new IllegalStateException("the number exists with another body: bill " + bill.number());
        }
        State state = State.valueOf(row.getString("state"));
        return new Answer(state, state == State.FAILED ? REFUSAL : null);
    }
}
