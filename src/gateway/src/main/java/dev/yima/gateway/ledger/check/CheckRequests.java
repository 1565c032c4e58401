package dev.yima.gateway.ledger.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yima.gateway.ledger.check.Laws.Result;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.DatabasePools;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.platform.db.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Full checks that were asked for. One run, on one replica, answers all that wait when it begins. */
@ApplicationScoped
class CheckRequests {
    private static final String COLUMNS = "SELECT id, brand_id, state, asked_at, ended_at, report FROM ledger_check";
    private static final String ASK = """
            INSERT INTO ledger_check (id, brand_id, state, request_key, asked_at) VALUES ($1, $2, 'WAITING', $3, $4)
            ON CONFLICT DO NOTHING""";
    private static final String ASKED = COLUMNS + """
             WHERE brand_id = $1 AND (request_key = $2 OR state = 'WAITING') ORDER BY request_key = $2 DESC NULLS LAST
            LIMIT 1""";
    private static final String FIND = COLUMNS + " WHERE brand_id = $1 AND id = $2";
    /** Replicas take turns, so that the one after sees what the one before has taken. */
    private static final String TURN = "SELECT pg_advisory_xact_lock(hashtext('ledger_check'))";

    private static final String TAKE = """
            UPDATE ledger_check SET state = 'RUNNING', run_id = $1, leased_till = now() + $2::bigint * interval '1 ms'
            WHERE state IN ('WAITING', 'RUNNING')
                AND NOT EXISTS (SELECT 1 FROM ledger_check WHERE state = 'RUNNING' AND leased_till > now())""";
    private static final String CARRY_ON = """
            UPDATE ledger_check SET leased_till = now() + $2::bigint * interval '1 ms'
            WHERE run_id = $1 AND state = 'RUNNING'""";
    private static final String ANOTHER = """
            SELECT 1 FROM ledger_check
            WHERE state = 'RUNNING' AND leased_till > now() AND run_id IS DISTINCT FROM $1::uuid LIMIT 1""";
    private static final String TAKEN = COLUMNS + " WHERE run_id = $1 AND state = 'RUNNING'";
    private static final String END = """
            UPDATE ledger_check c SET state = $2, leased_till = NULL, ended_at = $3, report = n.report
            FROM unnest($4::uuid[], $5::text[]) AS n(id, report)
            WHERE c.id = n.id AND c.run_id = $1 AND c.state = 'RUNNING'""";
    private static final Duration LEASE = Duration.ofMinutes(11);

    private final Pool pool;
    private final ObjectMapper json;
    private final Clock clock;

    CheckRequests(DatabasePools pools, ObjectMapper json, Clock clock) {
        this.pool = pools.reports();
        this.json = json;
        this.clock = clock;
    }

    /** States of a full check. */
    @Schema(name = "LedgerCheckState")
    enum State {
        /** No replica has begun it. */
        WAITING,
        /** A replica runs it. */
        RUNNING,
        /** It ended, and has results. */
        DONE,
        /** It could not be run to its end; another can be asked for. */
        FAILED
    }

    /**
     * A full check.
     *
     * @param id its id
     * @param state its state
     * @param askedAt when it was asked for
     * @param endedAt when it ended; null before
     * @param balanced whether every law holds; null while that is not known
     * @param laws each law, and whether the seals are what was sealed; empty while that is not known
     */
    @Schema(name = "FullLedgerCheck")
    record FullReport(
            UUID id,
            State state,
            Instant askedAt,
            @Nullable Instant endedAt,
            @Nullable Boolean balanced,
            List<Result> laws) {}

    private record Asked(UUID id, UUID brand) {}

    /** Asks for a full check; where the brand waits for one, or asked for it with the same key, it is that one. */
    Uni<FullReport> ask(UUID brand, @Nullable String requestKey) {
        UUID id = Ids.next(clock);
        return pool.preparedQuery(ASK)
                .execute(Tuple.of(id, brand, requestKey, Columns.utc(clock.instant())))
                .flatMap(written -> written.rowCount() > 0
                        ? find(brand, id)
                        : pool.preparedQuery(ASKED)
                                .execute(Tuple.of(brand, requestKey))
                                .map(rows -> Rows.first(rows, this::report)))
                // The one that waited was taken in the meantime: nobody waits any more.
                .flatMap(found -> found.map(Uni.createFrom()::item).orElseGet(() -> ask(brand, requestKey)));
    }

    /** Finds a full check of a brand. */
    Uni<Optional<FullReport>> find(UUID brand, UUID id) {
        return pool.preparedQuery(FIND).execute(Tuple.of(brand, id)).map(rows -> Rows.first(rows, this::report));
    }

    /** Takes all that wait, unless a replica runs one; and those of a replica that died. */
    Uni<Boolean> take(UUID run) {
        return pool.withTransaction(tx -> tx.query(TURN)
                        .execute()
                        .flatMap(turn -> tx.preparedQuery(TAKE).execute(Tuple.of(run, LEASE.toMillis()))))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Keeps them for a while longer. Fails when another replica has taken them over. */
    Uni<Void> carryOn(UUID run) {
        return carryOn(pool, run);
    }

    /** The same in a transaction, which writes what only the one who runs them may. */
    Uni<Void> carryOn(SqlClient client, UUID run) {
        return client.preparedQuery(CARRY_ON)
                .execute(Tuple.of(run, LEASE.toMillis()))
                .invoke(rows -> {
                    if (rows.rowCount() == 0) {
                        throw new IllegalStateException("another replica runs it");
                    }
                })
                .replaceWithVoid();
    }

    /** Ends a run with the results of each brand. */
    Uni<Void> end(UUID run, Faults faults) {
        return end(run, State.DONE, brand -> write(Laws.results(brand, faults)));
    }

    /** Whether a replica runs a full check that is not this one; null for whoever runs none. */
    Uni<Boolean> isAnotherRunning(SqlClient client, @Nullable UUID run) {
        return client.preparedQuery(ANOTHER).execute(Tuple.of(run)).map(rows -> rows.size() > 0);
    }

    /** Ends a run that failed. */
    Uni<Void> fail(UUID run) {
        return end(run, State.FAILED, brand -> null);
    }

    private Uni<Void> end(UUID run, State state, Function<UUID, @Nullable String> report) {
        return pool.preparedQuery(TAKEN)
                .execute(Tuple.of(run))
                .map(rows -> Rows.map(rows, row -> new Asked(row.getUUID("id"), row.getUUID("brand_id"))))
                .flatMap(asked -> pool.preparedQuery(END)
                        .execute(Columns.of(asked, run, state, clock.instant())
                                .uuids(Asked::id)
                                .texts(one -> report.apply(one.brand))
                                .tuple()))
                .replaceWithVoid();
    }

    private FullReport report(Row row) {
        List<Result> laws = read(row.getString("report"));
        return new FullReport(
                row.getUUID("id"),
                State.valueOf(row.getString("state")),
                Rows.instant(row, "asked_at"),
                Rows.instantOrNull(row, "ended_at"),
                laws.isEmpty() ? null : laws.stream().allMatch(Result::holds),
                laws);
    }

    private String write(List<Result> results) {
        try {
            return json.writeValueAsString(results);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("results are plain values", e);
        }
    }

    private List<Result> read(@Nullable String report) {
        try {
            return report == null ? List.of() : json.readValue(report, new TypeReference<List<Result>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("written by an unknown version: report=" + report, e);
        }
    }
}
