package dev.yima.gateway.claim.commit;

import dev.yima.engine.prize.ClaimSlot;
import dev.yima.gateway.claim.ClaimKey;
import dev.yima.gateway.claim.ClaimOutcome;
import dev.yima.gateway.claim.ClaimOutcome.Kind;
import dev.yima.gateway.claim.ClaimRequest;
import dev.yima.gateway.claim.Claims;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.async.Batcher;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.db.PgFailures;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Commits claims in batches, one batch at a time: requests that arrive while a batch commits go together in the next,
 * in one transaction. Each request is answered when its batch is durable. A row that the database refuses fails alone:
 * the batch is halved until it is found.
 */
@ApplicationScoped
public class GroupCommit implements Claims {
    private static final int BATCH_MAX = 1_024;
    private static final int RETRIES = 3;
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String DEADLOCK = "40P01";
    private static final String COUNTER_ADVANCED = "40001";
    private static final List<String> CLASSES_OF_BAD_ROWS = List.of("22", "23");

    private final Pool pool;
    private final ClaimRepository claims;
    private final ClaimTransaction transaction;
    private final Batcher<ClaimRequest, Result> batcher;
    private final DistributionSummary batchSizes;

    public GroupCommit(
            Pool pool,
            ClaimRepository claims,
            ClaimTransaction transaction,
            Vertx vertx,
            MeterRegistry meters,
            YimaConfig config) {
        this.pool = pool;
        this.claims = claims;
        this.transaction = transaction;
        this.batcher = new Batcher<>(vertx, BATCH_MAX, config.limits().queueMax(), Batcher.DEADLINE, this::commitAll);
        this.batchSizes = DistributionSummary.builder("yima.claims.batch")
                .description("Claims that were asked for in one commit")
                .register(meters);
        Gauge.builder("yima.claims.waiting", batcher, Batcher::waiting)
                .description("Claims that wait for their commit")
                .register(meters);
    }

    @Override
    public Uni<ClaimOutcome> claim(ClaimRequest request) {
        return batcher.submit(request).map(Result::orThrow);
    }

    @Override
    public Uni<Optional<HeldClaim>> find(CodeRef code, ClaimSlot slot) {
        ClaimKey key = new ClaimKey(code, slot);
        return claims.find(pool, List.of(key)).map(held -> Optional.ofNullable(held.get(key)));
    }

    /** Commits a batch: of the requests for the same claim only the first is committed, the others get its result. */
    private Uni<List<Result>> commitAll(List<ClaimRequest> requests) {
        batchSizes.record(requests.size());
        Map<ClaimKey, ClaimRequest> firsts = new LinkedHashMap<>();
        requests.forEach(request -> firsts.merge(request.key(), request, GroupCommit::first));
        return commit(List.copyOf(firsts.values()))
                .map(results -> requests.stream()
                        .map(request ->
                                result(request, required(firsts, request.key()), required(results, request.key())))
                        .toList());
    }

    /** The request of the earlier scan, so that in a race the winner is the one who was told so. */
    private static ClaimRequest first(ClaimRequest one, ClaimRequest other) {
        return other.scan().nth() < one.scan().nth() ? other : one;
    }

    private static <V> V required(Map<ClaimKey, V> map, ClaimKey key) {
        return Objects.requireNonNull(map.get(key), "every request of a batch has a result");
    }

    private static Result result(ClaimRequest request, ClaimRequest first, Result result) {
        if (request.id().equals(first.id()) || result.outcome == null || result.outcome.kind() != Kind.CLAIMED) {
            return result;
        }
        HeldClaim held = new HeldClaim(first.id(), first.scan().member(), Optional.ofNullable(result.outcome.reward()));
        return Result.of(held, request);
    }

    /** Commits requests for different claims; always succeeds, with a result for each. */
    private Uni<Map<ClaimKey, Result>> commit(List<ClaimRequest> requests) {
        if (requests.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return Uni.createFrom()
                .deferred(() -> transaction.commit(requests))
                .map(GroupCommit::results)
                .onFailure(failure -> hasState(failure, DEADLOCK) || hasState(failure, COUNTER_ADVANCED))
                .retry()
                .atMost(RETRIES)
                .onFailure()
                .recoverWithUni(failure -> recover(requests, failure));
    }

    private static Map<ClaimKey, Result> results(ClaimBatch batch) {
        Map<ClaimKey, Result> results = new HashMap<>();
        batch.outcomes().forEach((key, outcome) -> results.put(key, new Result(outcome, null)));
        return results;
    }

    /** Commits again without the claims that were made before, or by halves when the database refuses a row. */
    private Uni<Map<ClaimKey, Result>> recover(List<ClaimRequest> requests, Throwable failure) {
        if (isHeld(failure)) {
            return claims.find(pool, requests.stream().map(ClaimRequest::key).toList())
                    .flatMap(
                            held -> held.isEmpty() ? Uni.createFrom().failure(failure) : commitWithout(held, requests));
        }
        if (requests.size() > 1 && isBadRow(failure)) {
            int middle = requests.size() / 2;
            return commit(requests.subList(0, middle))
                    .flatMap(left ->
                            commit(requests.subList(middle, requests.size())).map(right -> union(left, right)));
        }
        return Uni.createFrom()
                .item(requests.stream()
                        .collect(Collectors.toMap(ClaimRequest::key, request -> new Result(null, failure))));
    }

    private Uni<Map<ClaimKey, Result>> commitWithout(Map<ClaimKey, HeldClaim> held, List<ClaimRequest> requests) {
        Map<ClaimKey, Result> answered = new HashMap<>();
        List<ClaimRequest> rest = new ArrayList<>();
        for (ClaimRequest request : requests) {
            HeldClaim claim = held.get(request.key());
            if (claim == null) {
                rest.add(request);
            } else {
                answered.put(request.key(), Result.of(claim, request));
            }
        }
        return commit(rest).map(results -> union(answered, results));
    }

    private static Map<ClaimKey, Result> union(Map<ClaimKey, Result> left, Map<ClaimKey, Result> right) {
        Map<ClaimKey, Result> union = new HashMap<>(left);
        union.putAll(right);
        return union;
    }

    private static boolean isHeld(Throwable failure) {
        return PgFailures.in(failure)
                .anyMatch(refused -> UNIQUE_VIOLATION.equals(refused.getSqlState())
                        && ClaimRepository.CLAIM_ONCE.equals(refused.getConstraint()));
    }

    private static boolean isBadRow(Throwable failure) {
        return PgFailures.in(failure)
                .anyMatch(refused -> CLASSES_OF_BAD_ROWS.stream().anyMatch(refused.getSqlState()::startsWith));
    }

    private static boolean hasState(Throwable failure, String state) {
        return PgFailures.in(failure).map(PgException::getSqlState).anyMatch(state::equals);
    }

    /**
     * The result of one request.
     *
     * @param outcome its outcome; null when it failed
     * @param failure its failure; null when it did not
     */
    private record Result(
            @Nullable ClaimOutcome outcome, @Nullable Throwable failure) {
        static Result of(HeldClaim held, ClaimRequest request) {
            return new Result(held.outcomeFor(request.scan().member()), null);
        }

        ClaimOutcome orThrow() {
            if (outcome != null) {
                return outcome;
            }
            throw failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
        }
    }
}
