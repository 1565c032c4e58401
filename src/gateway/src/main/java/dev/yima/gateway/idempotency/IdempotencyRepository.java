package dev.yima.gateway.idempotency;

import dev.yima.gateway.platform.async.Batcher;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.DatabasePools;
import dev.yima.gateway.platform.db.PgFailures;
import dev.yima.gateway.problem.FailureMapping;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Stored responses of requests with an Idempotency-Key, by visitor and key. A repetition is answered with the first
 * response, until that expires ({@link YimaConfig.Limits#answersKept}). Read and written in batches.
 */
@ApplicationScoped
public class IdempotencyRepository {
    /** The constraint that keeps one response to a key. */
    static final String KEY_ONCE = "idempotency_key_once";

    private static final int BATCH_MAX = 1_024;
    private static final String FIND = """
            SELECT q.n, k.request, k.answer, k.brand_id
            FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS q(scope, key, n)
            JOIN idempotency_key k ON k.scope = q.scope AND k.key = q.key""";
    private static final String INSERT = """
            INSERT INTO idempotency_key (scope, key, request, brand_id, answer, answered_at)
            SELECT r.scope, r.key, r.request, r.brand, r.answer, $1::timestamptz
            FROM unnest($2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::text[])
                AS r(scope, key, request, brand, answer)""";
    private static final String INSERT_NEW = INSERT + " ON CONFLICT DO NOTHING";
    private static final String DELETE_EXPIRED = """
            DELETE FROM idempotency_key WHERE (scope, key) IN (
                SELECT scope, key FROM idempotency_key WHERE answered_at < $1 ORDER BY answered_at LIMIT $2
                FOR UPDATE SKIP LOCKED)""";
    private static final int EXPIRY_BATCH_MAX = 5_000;

    private final Pool pool;
    private final Pool workers;
    private final Clock clock;
    private final Duration timeToLive;
    private final Batcher<IdempotentRequest, Optional<StoredResponse>> found;
    private final Batcher<NewResponse, StoredResponse> saved;

    IdempotencyRepository(DatabasePools pools, Vertx vertx, Clock clock, YimaConfig config) {
        this.pool = pools.reads();
        this.workers = pools.workers();
        this.clock = clock;
        this.timeToLive = config.limits().answersKept();
        int queueMax = config.limits().queueMax();
        Duration within = config.limits().readWithin();
        this.found = new Batcher<>(vertx, BATCH_MAX, queueMax, within, this::findAll);
        this.saved = new Batcher<>(vertx, BATCH_MAX, queueMax, within, this::saveAll);
    }

    /**
     * Deletes expired responses, {@value #EXPIRY_BATCH_MAX} in a statement so that no request waits for it.
     *
     * @return whether there may be more
     */
    Uni<Boolean> deleteExpired() {
        return workers.preparedQuery(DELETE_EXPIRED)
                .execute(Tuple.of(Columns.utc(clock.instant().minus(timeToLive)), EXPIRY_BATCH_MAX))
                .map(deleted -> deleted.rowCount() == EXPIRY_BATCH_MAX);
    }

    /**
     * A stored response.
     *
     * @param fingerprint the fingerprint of the request that it answered
     * @param brand the brand that the visitor met by it
     * @param answer the answer, as JSON
     */
    public record StoredResponse(String fingerprint, UUID brand, String answer) {}

    /**
     * A response to be stored.
     *
     * @param request the request that it answers
     * @param brand the brand that the visitor met by it
     * @param answer the answer, as JSON
     */
    public record NewResponse(IdempotentRequest request, UUID brand, String answer) {
        private StoredResponse stored() {
            return new StoredResponse(request.fingerprint(), brand, answer);
        }
    }

    /**
     * The stored response to a request; empty when there is none, and while the database is away.
     *
     * @return fails with {@code KEY_REUSED} when the key came with another request
     */
    public Uni<Optional<StoredResponse>> find(IdempotentRequest request) {
        return found.submit(request)
                .invoke(response -> response.ifPresent(stored -> requireSame(stored, request)))
                // While the database is away nothing can be claimed, and a scan that only looks needs no key.
                .onFailure(FailureMapping::isUnavailable)
                .recoverWithItem(Optional.empty());
    }

    /**
     * Stores a response, unless one is stored already.
     *
     * @return the stored response; the given one while the database is away; fails with {@code KEY_REUSED} when the key
     *     came with another request
     */
    public Uni<StoredResponse> save(NewResponse response) {
        return saved.submit(response)
                .invoke(stored -> requireSame(stored, response.request()))
                .onFailure(FailureMapping::isUnavailable)
                .recoverWithItem(response::stored);
    }

    /** Whether a claim failed since its key was used in the meantime, and so nothing was claimed. */
    public static boolean isKeyTaken(Throwable failure) {
        return PgFailures.in(failure).anyMatch(refused -> KEY_ONCE.equals(refused.getConstraint()));
    }

    /** Inserts responses. Fails with a violation of {@link #KEY_ONCE} when one is stored already. */
    Uni<Void> insert(SqlClient tx, List<NewResponse> responses) {
        return tx.preparedQuery(INSERT).execute(columns(responses)).replaceWithVoid();
    }

    private static void requireSame(StoredResponse stored, IdempotentRequest request) {
        if (!stored.fingerprint.equals(request.fingerprint())) {
            throw new Problem(ProblemType.KEY_REUSED);
        }
    }

    private Uni<List<Optional<StoredResponse>>> findAll(List<IdempotentRequest> requests) {
        Tuple columns = Columns.of(requests)
                .uuids(IdempotentRequest::scope)
                .texts(IdempotentRequest::key)
                .tuple();
        return pool.preparedQuery(FIND).execute(columns).map(rows -> {
            List<Optional<StoredResponse>> responses =
                    new ArrayList<>(Collections.nCopies(requests.size(), Optional.empty()));
            for (Row row : rows) {
                responses.set(
                        row.getLong("n").intValue() - 1,
                        Optional.of(new StoredResponse(
                                row.getString("request"), row.getUUID("brand_id"), row.getString("answer"))));
            }
            return responses;
        });
    }

    /** Most responses are new; where one is not, all are read, to tell which. */
    private Uni<List<StoredResponse>> saveAll(List<NewResponse> responses) {
        return pool.preparedQuery(INSERT_NEW)
                .execute(columns(responses))
                .flatMap(inserted -> inserted.rowCount() == responses.size()
                        ? Uni.createFrom()
                                .item(responses.stream()
                                        .map(NewResponse::stored)
                                        .toList())
                        : findAll(responses.stream().map(NewResponse::request).toList())
                                .map(stored -> {
                                    List<StoredResponse> first = new ArrayList<>();
                                    for (int n = 0; n < responses.size(); n++) {
                                        first.add(stored.get(n).orElseGet(responses.get(n)::stored));
                                    }
                                    return first;
                                }));
    }

    private Tuple columns(List<NewResponse> responses) {
        return Columns.of(responses, clock.instant())
                .uuids(response -> response.request.scope())
                .texts(response -> response.request.key())
                .texts(response -> response.request.fingerprint())
                .uuids(NewResponse::brand)
                .texts(NewResponse::answer)
                .tuple();
    }
}
