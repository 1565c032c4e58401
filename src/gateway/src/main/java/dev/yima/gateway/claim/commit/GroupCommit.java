package dev.yima.gateway.claim.commit;

import dev.yima.engine.prize.ClaimSlot;
import dev.yima.gateway.claim.ClaimKey;
import dev.yima.gateway.claim.ClaimOutcome;
import dev.yima.gateway.claim.ClaimRequest;
import dev.yima.gateway.claim.Claims;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.async.Batcher;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.db.DatabaseClock;
import dev.yima.gateway.platform.db.DatabasePools;
import dev.yima.gateway.platform.db.PgFailures;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Commits claims in batches, one batch at a time: requests that arrive while a batch commits go together in the next,
 * in one transaction. Each request is answered when its batch is durable, and for its own claimant. A row that the
 * database refuses fails alone: the batch is halved until it is found. A campaign whose rows somebody else keeps locked
 * leaves the batch, and commits in a lane of its own until it can again ({@link StuckCampaigns}).
 */
@ApplicationScoped
public class GroupCommit implements Claims {
    private static final int BATCH_MAX = 1_024;
    private static final int RETRIES = 3;
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String DEADLOCK = "40P01";
    private static final String COUNTER_ADVANCED = "40001";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final List<String> CLASSES_OF_BAD_ROWS = List.of("22", "23");

    private final Pool reads;
    private final ClaimRepository claims;
    private final ClaimTransaction transaction;
    private final Batcher<ClaimRequest, Result> lane;
    private final StuckCampaigns<ClaimRequest> stuck;
    private final DatabaseClock clock;
    private final DistributionSummary batchSizes;
    private final Duration readWithin;

    public GroupCommit(
            DatabasePools pools,
            ClaimRepository claims,
            ClaimTransaction transaction,
            DatabaseClock clock,
            Vertx vertx,
            MeterRegistry meters,
            YimaConfig config) {
        this.reads = pools.reads();
        this.claims = claims;
        this.transaction = transaction;
        this.clock = clock;
        Pool forAll = pools.claims();
        Pool forStuck = pools.stuckClaims();
        this.readWithin = config.limits().readWithin();
        int queueMax = config.limits().queueMax();
        this.lane = new Batcher<>(
                vertx, BATCH_MAX, queueMax, Batcher.DEADLINE, requests -> commitAll(forAll, requests, this::isFree));
        this.stuck = new StuckCampaigns<>(
                () -> new Batcher<>(
                        vertx,
                        BATCH_MAX,
                        queueMax,
                        Batcher.DEADLINE,
                        requests -> commitAll(forStuck, requests, any -> true)),
                meters,
                System::nanoTime);
        this.batchSizes = DistributionSummary.builder("yima.claims.batch")
                .description("Claims that were asked for in one commit")
                .register(meters);
        Gauge.builder("yima.claims.waiting", lane, Batcher::waiting)
                .description("Claims that wait for their commit")
                .register(meters);
    }

    @Override
    public Uni<ClaimOutcome> claim(ClaimRequest request) {
        if (clock.isMachineWrong()) {
            return Uni.createFrom().failure(new Problem(ProblemType.UNAVAILABLE));
        }
        UUID campaign = request.draw().campaign();
        return Uni.createFrom()
                .deferred(() -> stuck.has(campaign)
                        ? stuck.submit(campaign, request)
                        : lane.submit(request)
                                .flatMap(result -> result.isStuck()
                                        ? stuck.submit(campaign, request)
                                        : Uni.createFrom().item(result)))
                .map(Result::orThrow);
    }

    @Override
    public Uni<Optional<HeldClaim>> find(CodeRef code, ClaimSlot slot) {
        ClaimKey key = new ClaimKey(code, slot);
        return claims.find(reads, List.of(key))
                .ifNoItem()
                .after(readWithin)
                .fail()
                .map(held -> Optional.ofNullable(held.get(key)));
    }

    /**
     * Commits a batch. Requests for the same claim are decided one after the other, that of the earliest scan first, so
     * that in a race the winner is the one who was told so. Those whose campaign got stuck while they waited are left
     * out.
     */
    private Uni<List<Result>> commitAll(Pool pool, List<ClaimRequest> requests, Predicate<ClaimRequest> free) {
        batchSizes.record(requests.size());
        Map<ClaimKey, List<ClaimRequest>> byClaim = new LinkedHashMap<>();
        Map<UUID, Result> leftOut = new HashMap<>();
        for (ClaimRequest request : requests) {
            if (free.test(request)) {
                byClaim.computeIfAbsent(request.key(), key -> new ArrayList<>()).add(request);
            } else {
                leftOut.put(request.id(), Result.STUCK);
            }
        }
        List<ClaimRequest> inOrder = byClaim.values().stream()
                .flatMap(same -> same.stream()
                        .sorted(Comparator.comparing(request -> request.scan().nth())))
                .toList();
        return commit(pool, inOrder)
                .map(results -> union(leftOut, results))
                .map(results -> requests.stream()
                        .map(request -> Objects.requireNonNull(
                                results.get(request.id()), "every request of a batch has a result"))
                        .toList());
    }

    private boolean isFree(ClaimRequest request) {
        return !stuck.has(request.draw().campaign());
    }

    /** Commits requests; always succeeds, with a result for each by its id. */
    private Uni<Map<UUID, Result>> commit(Pool pool, List<ClaimRequest> requests) {
        if (requests.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return Uni.createFrom()
                .deferred(() -> transaction.commit(pool, requests))
                .map(GroupCommit::results)
                .onFailure(failure -> hasState(failure, DEADLOCK) || hasState(failure, COUNTER_ADVANCED))
                .retry()
                .atMost(RETRIES)
                .onFailure()
                .recoverWithUni(failure -> recover(pool, requests, failure)
                        .onFailure()
                        .recoverWithItem(later -> results(requests, Result.of(later))));
    }

    private static Map<UUID, Result> results(ClaimBatch batch) {
        Map<UUID, Result> results = new HashMap<>();
        batch.outcomes().forEach((request, outcome) -> results.put(request, Result.of(outcome)));
        return results;
    }

    /**
     * Commits again without the claims that were made before, without the campaigns that are stuck, or by halves when
     * the database refuses a row.
     */
    private Uni<Map<UUID, Result>> recover(Pool pool, List<ClaimRequest> requests, Throwable failure) {
        if (isHeld(failure)) {
            return claims.find(
                            pool, requests.stream().flatMap(ClaimRequest::keys).collect(Collectors.toSet()))
                    .flatMap(held -> held.isEmpty()
                            ? Uni.createFrom().item(results(requests, Result.of(failure)))
                            : commitWithout(held, pool, requests));
        }
        if (hasState(failure, LOCK_NOT_AVAILABLE)) {
            return transaction.lockedElsewhere(pool, requests).flatMap(locked -> commitWithout(locked, pool, requests));
        }
        return requests.size() > 1 && isBadRow(failure)
                ? commitByHalves(pool, requests)
                : Uni.createFrom().item(results(requests, Result.of(failure)));
    }

    private Uni<Map<UUID, Result>> commitByHalves(Pool pool, List<ClaimRequest> requests) {
        int middle = requests.size() / 2;
        return commit(pool, requests.subList(0, middle))
                .flatMap(left ->
                        commit(pool, requests.subList(middle, requests.size())).map(right -> union(left, right)));
    }

    private Uni<Map<UUID, Result>> commitWithout(
            Map<ClaimKey, HeldClaim> held, Pool pool, List<ClaimRequest> requests) {
        Map<UUID, Result> answered = new HashMap<>();
        List<ClaimRequest> rest = new ArrayList<>();
        for (ClaimRequest request : requests) {
            HeldClaim claim = held.get(request.key());
            if (claim == null) {
                rest.add(request.without(held.keySet()));
            } else {
                answered.put(
                        request.id(), Result.of(claim.outcomeFor(request.scan().member())));
            }
        }
        return commit(pool, rest).map(results -> union(answered, results));
    }

    /** Commits without the requests of campaigns that are locked; by halves where it is no campaign's row. */
    private Uni<Map<UUID, Result>> commitWithout(Set<UUID> locked, Pool pool, List<ClaimRequest> requests) {
        if (locked.isEmpty() && requests.size() > 1) {
            return commitByHalves(pool, requests);
        }
        List<ClaimRequest> blocked = new ArrayList<>();
        List<ClaimRequest> rest = new ArrayList<>();
        for (ClaimRequest request : requests) {
            UUID campaign = request.draw().campaign();
            if (locked.isEmpty() || locked.contains(campaign)) {
                stuck.add(campaign);
                blocked.add(request);
            } else {
                rest.add(request);
            }
        }
        return commit(pool, rest).map(results -> union(results(blocked, Result.STUCK), results));
    }

    private static Map<UUID, Result> results(List<ClaimRequest> requests, Result result) {
        return requests.stream().collect(Collectors.toMap(ClaimRequest::id, request -> result));
    }

    private static Map<UUID, Result> union(Map<UUID, Result> left, Map<UUID, Result> right) {
        Map<UUID, Result> union = new HashMap<>(left);
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
    record Result(@Nullable ClaimOutcome outcome, @Nullable Throwable failure) {
        /** The result of a request whose campaign is locked: nothing was claimed. */
        static final Result STUCK = new Result(null, new Problem(ProblemType.UNAVAILABLE));

        static Result of(ClaimOutcome outcome) {
            return new Result(outcome, null);
        }

        static Result of(Throwable failure) {
            return new Result(null, failure);
        }

        boolean isStuck() {
            return this == STUCK;
        }

        ClaimOutcome orThrow() {
            if (outcome != null) {
                return outcome;
            }
            throw failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
        }
    }
}
