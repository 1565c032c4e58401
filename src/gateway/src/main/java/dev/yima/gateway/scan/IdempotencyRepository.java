package dev.yima.gateway.scan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.problem.FailureMapping;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.visitor.Visitor;
import dev.yima.gateway.visitor.VisitorCookies;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Remembers the first answer to a request that carries an Idempotency-Key, per person, and gives it again; for as long
 * as a client may reasonably try again, and no longer.
 */
@ApplicationScoped
class IdempotencyRepository {
    private static final Logger LOG = Logger.getLogger(IdempotencyRepository.class);
    private static final Pattern FORM = Pattern.compile("[!-~]{1,128}");
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(1);
    private static final UUID NO_BRAND = new UUID(0, 0);
    private static final String FIND =
            "SELECT request, answer, brand_id FROM idempotency_key WHERE scope = $1 AND key = $2";
    private static final String KEEP = """
            INSERT INTO idempotency_key (scope, key, brand_id, request, answer, answered_at)
            VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING""";
    private static final String FORGET = """
            DELETE FROM idempotency_key WHERE (scope, key) IN (
                SELECT scope, key FROM idempotency_key WHERE answered_at < $1 ORDER BY answered_at LIMIT $2
                FOR UPDATE SKIP LOCKED)""";
    private static final Duration FORGET_EVERY = Duration.ofMinutes(10);
    private static final int FORGET_AT_ONCE = 5_000;

    private final Pool pool;
    private final VisitorCookies people;
    private final ObjectMapper json;
    private final Vertx vertx;
    private final Clock clock;
    private final Duration kept;
    private volatile long timer;

    IdempotencyRepository(
            Pool pool, VisitorCookies people, ObjectMapper json, Vertx vertx, Clock clock, YimaConfig config) {
        this.pool = pool;
        this.people = people;
        this.json = json;
        this.vertx = vertx;
        this.clock = clock;
        this.kept = config.limits().answersKept();
    }

    void onStart(@Observes StartupEvent started) {
        timer = vertx.setPeriodic(
                FORGET_EVERY.toMillis(),
                tick -> forgetOld().subscribe().with(done -> {}, failure -> LOG.debug("later, then", failure)));
    }

    void onStop(@Observes ShutdownEvent stopped) {
        vertx.cancelTimer(timer);
    }

    /** Forgets the answers that are old, some thousands at a time so that nobody waits for it. */
    Uni<Void> forgetOld() {
        return pool.preparedQuery(FORGET)
                .execute(Tuple.of(clock.instant().minus(kept).atOffset(ZoneOffset.UTC), FORGET_AT_ONCE))
                .flatMap(forgotten ->
                        forgotten.rowCount() < FORGET_AT_ONCE ? Uni.createFrom().voidItem() : forgetOld());
    }

    /**
     * An answer that was given before.
     *
     * @param answer the answer
     * @param brand the brand that the person met by it
     */
    record Kept(ScanAnswer answer, UUID brand) {}

    /** Checks the form of a key: 1 to 128 visible ASCII characters. */
    static String check(String key) {
        if (!FORM.matcher(key).matches()) {
            throw Problem.invalid("Idempotency-Key", "must be 1 to 128 visible ASCII characters");
        }
        return key;
    }

    /** The first answer to this request of this person; fails when the key came with another request. */
    Uni<Optional<Kept>> find(Visitor person, String key, String request) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(scope(person), key))
                .map(rows -> read(rows, request))
                .ifNoItem()
                .after(ANSWER_WITHIN)
                .fail()
                // While the database is away nothing can be claimed, and a look is answered as any other.
                .onFailure(FailureMapping::isUnavailable)
                .recoverWithItem(Optional.empty());
    }

    /** Keeps an answer, unless one is kept already; gives the one that is kept. */
    Uni<ScanAnswer> keep(ScanResult result, String key, String request) {
        if (result.lot() == null) {
            return Uni.createFrom().item(result.answer());
        }
        Tuple row = Tuple.of(
                scope(result.person()),
                key,
                result.lot().brand().id(),
                request,
                write(result.answer()),
                clock.instant().atOffset(ZoneOffset.UTC));
        return pool.preparedQuery(KEEP)
                .execute(row)
                .flatMap(kept -> kept.rowCount() == 1
                        ? Uni.createFrom().item(result.answer())
                        : find(result.person(), key, request)
                                .map(first -> first.map(Kept::answer).orElse(result.answer())))
                .ifNoItem()
                .after(ANSWER_WITHIN)
                .fail()
                .onFailure(FailureMapping::isUnavailable)
                .recoverWithItem(result.answer());
    }

    private Optional<Kept> read(RowSet<Row> rows, String request) {
        if (rows.size() == 0) {
            return Optional.empty();
        }
        Row row = rows.iterator().next();
        if (!row.getString("request").equals(request)) {
            throw new Problem(ProblemType.KEY_REUSED);
        }
        try {
            ScanAnswer answer = json.readValue(row.getString("answer"), ScanAnswer.class);
            return Optional.of(new Kept(answer, row.getUUID("brand_id")));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a kept answer cannot be read", e);
        }
    }

    private String write(ScanAnswer answer) {
        try {
            return json.writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer cannot be kept", e);
        }
    }

    /** A pseudonym of the person that is no brand's member. */
    private UUID scope(Visitor person) {
        return people.member(person, NO_BRAND);
    }
}
