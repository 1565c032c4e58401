package dev.yima.gateway.scan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.problem.FailureMapping;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.visitor.Visitor;
import dev.yima.gateway.visitor.VisitorCookies;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Stored responses of requests with an Idempotency-Key, by visitor and key. A repetition is answered with the first
 * response, until that expires ({@link YimaConfig.Limits#answersKept}).
 */
@ApplicationScoped
class IdempotencyRepository {
    private static final Pattern FORM = Pattern.compile("[!-~]{1,128}");
    private static final Duration DATABASE_WITHIN = Duration.ofSeconds(1);
    private static final UUID NO_BRAND = new UUID(0, 0);
    private static final String FIND =
            "SELECT request, answer, brand_id FROM idempotency_key WHERE scope = $1 AND key = $2";
    private static final String SAVE = """
            INSERT INTO idempotency_key (scope, key, brand_id, request, answer, answered_at)
            VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING""";
    private static final String DELETE_EXPIRED = """
            DELETE FROM idempotency_key WHERE (scope, key) IN (
                SELECT scope, key FROM idempotency_key WHERE answered_at < $1 ORDER BY answered_at LIMIT $2
                FOR UPDATE SKIP LOCKED)""";
    private static final int EXPIRY_BATCH_MAX = 5_000;

    private final Pool pool;
    private final VisitorCookies visitors;
    private final ObjectMapper json;
    private final Clock clock;
    private final Duration timeToLive;

    IdempotencyRepository(Pool pool, VisitorCookies visitors, ObjectMapper json, Clock clock, YimaConfig config) {
        this.pool = pool;
        this.visitors = visitors;
        this.json = json;
        this.clock = clock;
        this.timeToLive = config.limits().answersKept();
    }

    /**
     * Deletes expired responses, {@value #EXPIRY_BATCH_MAX} in a statement so that no request waits for it.
     *
     * @return whether there may be more
     */
    Uni<Boolean> deleteExpired() {
        return pool.preparedQuery(DELETE_EXPIRED)
                .execute(Tuple.of(Columns.utc(clock.instant().minus(timeToLive)), EXPIRY_BATCH_MAX))
                .map(deleted -> deleted.rowCount() == EXPIRY_BATCH_MAX);
    }

    /**
     * A stored response.
     *
     * @param answer the answer
     * @param brand the brand that the visitor met by it
     */
    record StoredResponse(ScanAnswer answer, UUID brand) {}

    /** Checks the form of a key: 1 to 128 visible ASCII characters. */
    static String check(String key) {
        if (!FORM.matcher(key).matches()) {
            throw Problem.invalid("Idempotency-Key", "must be 1 to 128 visible ASCII characters");
        }
        return key;
    }

    /**
     * The stored response to a request; empty when there is none, and while the database is away.
     *
     * @param request the fingerprint of the request
     * @return fails with {@code KEY_REUSED} when the key came with another request
     */
    Uni<Optional<StoredResponse>> find(Visitor person, String key, String request) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(scope(person), key))
                .map(rows -> read(rows, request))
                .ifNoItem()
                .after(DATABASE_WITHIN)
                .fail()
                // While the database is away nothing can be claimed, and a scan that only looks needs no key.
                .onFailure(FailureMapping::isUnavailable)
                .recoverWithItem(Optional.empty());
    }

    /**
     * Stores the response to a request, unless one is stored already.
     *
     * @return the stored response; the given one for a code that was not recognised, and while the database is away
     */
    Uni<ScanAnswer> save(ScanResult result, String key, String request) {
        if (result.lot() == null) {
            return Uni.createFrom().item(result.answer());
        }
        Tuple row = Tuple.of(
                scope(result.person()),
                key,
                result.lot().brand().id(),
                request,
                write(result.answer()),
                Columns.utc(clock.instant()));
        return pool.preparedQuery(SAVE)
                .execute(row)
                .flatMap(inserted -> inserted.rowCount() == 1
                        ? Uni.createFrom().item(result.answer())
                        : find(result.person(), key, request)
                                .map(first -> first.map(StoredResponse::answer).orElse(result.answer())))
                .ifNoItem()
                .after(DATABASE_WITHIN)
                .fail()
                .onFailure(FailureMapping::isUnavailable)
                .recoverWithItem(result.answer());
    }

    private Optional<StoredResponse> read(RowSet<Row> rows, String request) {
        if (rows.size() == 0) {
            return Optional.empty();
        }
        Row row = rows.iterator().next();
        if (!row.getString("request").equals(request)) {
            throw new Problem(ProblemType.KEY_REUSED);
        }
        try {
            ScanAnswer answer = json.readValue(row.getString("answer"), ScanAnswer.class);
            return Optional.of(new StoredResponse(answer, row.getUUID("brand_id")));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored response cannot be read", e);
        }
    }

    private String write(ScanAnswer answer) {
        try {
            return json.writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a response cannot be written as JSON", e);
        }
    }

    /** The pseudonym of a visitor that is no brand's member. */
    private UUID scope(Visitor person) {
        return visitors.member(person, NO_BRAND);
    }
}
