package dev.yima.gateway.claim.commit;

import dev.yima.engine.prize.ClaimSlot;
import dev.yima.gateway.claim.ClaimCommitParticipant;
import dev.yima.gateway.claim.ClaimKey;
import dev.yima.gateway.claim.ClaimOutcome;
import dev.yima.gateway.claim.ClaimOutcome.Kind;
import dev.yima.gateway.claim.ClaimRequest;
import dev.yima.gateway.claim.Claims;
import dev.yima.gateway.claim.PoolCounters;
import dev.yima.gateway.claim.PoolCounters.Counter;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.async.Batcher;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.db.PgFailures;
import dev.yima.gateway.platform.db.ShortTransaction;
import dev.yima.gateway.platform.db.ShortTransaction.Writes;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One lane of claims: what arrives while a batch commits goes together in the next, in one transaction. Each request is
 * answered when its batch is durable. A row that the database refuses fails alone: the batch is halved until it is
 * found.
 */
@ApplicationScoped
public class GroupCommit implements Claims {
    private static final int ROWS_MAX = 1_024;
    private static final int RETRIES = 3;
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String DEADLOCK = "40P01";
    private static final String MOVED = "40001";
    private static final List<String> CLASSES_OF_BAD_ROWS = List.of("22", "23");

    private final Pool pool;
    private final ClaimRepository store;
    private final PoolCounters positions;
    private final ClaimHistoryRepository pasts;
    private final RewardCountRepository earnings;
    private final List<ClaimCommitParticipant> parts;
    private final PositionPredictor foresight = new PositionPredictor();
    private final Batcher<ClaimRequest, Result> lane;
    private final DistributionSummary batchSizes;

    public GroupCommit(
            Pool pool,
            ClaimRepository store,
            PoolCounters positions,
            ClaimHistoryRepository pasts,
            RewardCountRepository earnings,
            @All List<ClaimCommitParticipant> parts,
            Vertx vertx,
            MeterRegistry meters,
            YimaConfig config) {
        this.pool = pool;
        this.store = store;
        this.positions = positions;
        this.pasts = pasts;
        this.earnings = earnings;
        this.parts = parts.stream()
                .sorted(Comparator.comparing(ClaimCommitParticipant::order))
                .toList();
        this.lane = new Batcher<>(vertx, ROWS_MAX, config.limits().queueMax(), Batcher.DEADLINE, this::settle);
        this.batchSizes = DistributionSummary.builder("yima.claims.batch")
                .description("Claims that were asked for in one commit")
                .register(meters);
        Gauge.builder("yima.claims.waiting", lane, Batcher::waiting)
                .description("Claims that wait for their commit")
                .register(meters);
    }

    @Override
    public Uni<ClaimOutcome> claim(ClaimRequest request) {
        return lane.submit(request).map(Result::orThrow);
    }

    @Override
    public Uni<Optional<Holding>> holding(CodeRef code, ClaimSlot slot) {
        ClaimKey key = new ClaimKey(code, slot);
        return store.holdings(pool, List.of(key)).map(holdings -> Optional.ofNullable(holdings.get(key)));
    }

    /** Settles a batch: of those who ask for the same claim, one speaks for all. */
    private Uni<List<Result>> settle(List<ClaimRequest> requests) {
        batchSizes.record(requests.size());
        Map<ClaimKey, ClaimRequest> first = new LinkedHashMap<>();
        requests.forEach(request -> first.merge(request.key(), request, GroupCommit::seenFirst));
        return attempt(List.copyOf(first.values()))
                .map(results -> requests.stream()
                        .map(request -> answer(request, of(first, request.key()), of(results, request.key())))
                        .toList());
    }

    /** Who was seen first goes first, so that in a race the winner is the one who is told so. */
    private static ClaimRequest seenFirst(ClaimRequest one, ClaimRequest other) {
        return other.scan().nth() < one.scan().nth() ? other : one;
    }

    private static <V> V of(Map<ClaimKey, V> map, ClaimKey key) {
        return Objects.requireNonNull(map.get(key), "every request of a batch is settled");
    }

    private static Result answer(ClaimRequest request, ClaimRequest first, Result result) {
        if (request.id().equals(first.id()) || result.outcome == null || result.outcome.kind() != Kind.CLAIMED) {
            return result;
        }
        Holding held = new Holding(first.id(), first.scan().member(), Optional.ofNullable(result.outcome.reward()));
        return new Result(held.toldTo(request.scan().member()), null);
    }

    private Uni<Map<ClaimKey, Result>> attempt(List<ClaimRequest> requests) {
        if (requests.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return Uni.createFrom()
                .deferred(() -> commit(requests))
                .onFailure(failure -> hasState(failure, DEADLOCK) || hasState(failure, MOVED))
                .retry()
                .atMost(RETRIES)
                .onFailure()
                .recoverWithUni(failure -> recover(requests, failure));
    }

    /** In one round trip where the counters can be foreseen, otherwise they are asked for first. */
    private Uni<Map<ClaimKey, Result>> commit(List<ClaimRequest> requests) {
        SortedMap<UUID, Integer> wanted = new TreeMap<>();
        requests.forEach(request ->
                wanted.merge(request.terms().campaign(), request.follows().isPresent() ? 0 : 1, Integer::sum));
        Optional<Map<UUID, Counter>> foreseen =
                requests.stream().allMatch(request -> request.terms().rules().dependOnPositionOnly())
                        ? foresight.setAside(wanted)
                        : Optional.empty();
        Uni<ClaimBatch> committed = foreseen.isPresent()
                ? ShortTransaction.run(
                        pool,
                        tx -> write(
                                tx,
                                ClaimBatch.of(
                                        requests,
                                        new Standing(foreseen.get(), BatchClaimHistory.NONE, RewardCounts.NONE))))
                : ShortTransaction.run(
                                pool,
                                tx -> standing(tx, wanted.keySet(), requests),
                                (tx, standing) -> write(tx, ClaimBatch.of(requests, standing)))
                        .invoke(batch -> batch.moves().forEach(foresight::learn));
        return committed
                .onFailure()
                .invoke(failure -> foresight.forget(wanted.keySet()))
                .map(GroupCommit::results);
    }

    private static Map<ClaimKey, Result> results(ClaimBatch batch) {
        Map<ClaimKey, Result> results = new HashMap<>();
        batch.results().forEach((key, outcome) -> results.put(key, new Result(outcome, null)));
        return results;
    }

    /** The counters first: while they are locked, nothing that the rules ask about changes. */
    private Uni<Standing> standing(SqlConnection tx, Set<UUID> campaigns, List<ClaimRequest> requests) {
        return positions
                .lock(tx, campaigns)
                .flatMap(counters -> pasts.of(tx, requests)
                        .flatMap(pasts ->
                                earnings.of(tx, requests).map(earnings -> new Standing(counters, pasts, earnings))));
    }

    private Uni<Map<ClaimKey, Result>> recover(List<ClaimRequest> requests, Throwable failure) {
        if (isHeld(failure)) {
            return store.holdings(pool, requests.stream().map(ClaimRequest::key).toList())
                    .flatMap(held ->
                            held.isEmpty() ? Uni.createFrom().failure(failure) : attemptWithout(held, requests));
        }
        if (requests.size() > 1 && isBadRow(failure)) {
            int middle = requests.size() / 2;
            return attempt(requests.subList(0, middle))
                    .flatMap(left ->
                            attempt(requests.subList(middle, requests.size())).map(right -> union(left, right)));
        }
        return Uni.createFrom()
                .item(requests.stream()
                        .collect(Collectors.toMap(ClaimRequest::key, request -> new Result(null, failure))));
    }

    private Uni<Map<ClaimKey, Result>> attemptWithout(Map<ClaimKey, Holding> held, List<ClaimRequest> requests) {
        Map<ClaimKey, Result> told = new HashMap<>();
        List<ClaimRequest> rest = new ArrayList<>();
        for (ClaimRequest request : requests) {
            Holding holding = held.get(request.key());
            if (holding == null) {
                rest.add(request);
            } else {
                told.put(request.key(), new Result(holding.toldTo(request.scan().member()), null));
            }
        }
        return attempt(rest).map(results -> union(told, results));
    }

    private Writes<ClaimBatch> write(SqlConnection tx, ClaimBatch batch) {
        List<Uni<Void>> statements = new ArrayList<>();
        if (!batch.awards().isEmpty()) {
            statements.add(positions.move(tx, batch.moves()));
            statements.add(store.insert(tx, batch.awards()));
            parts.forEach(part -> statements.add(part.write(tx, batch.awards())));
        }
        return new Writes<>(statements, batch);
    }

    private static Map<ClaimKey, Result> union(Map<ClaimKey, Result> left, Map<ClaimKey, Result> right) {
        Map<ClaimKey, Result> union = new HashMap<>(left);
        union.putAll(right);
        return union;
    }

    private static boolean isHeld(Throwable failure) {
        return PgFailures.in(failure)
                .anyMatch(refused -> UNIQUE_VIOLATION.equals(refused.getSqlState())
                        && ClaimRepository.ONCE.equals(refused.getConstraint()));
    }

    private static boolean isBadRow(Throwable failure) {
        return PgFailures.in(failure)
                .anyMatch(refused -> CLASSES_OF_BAD_ROWS.stream().anyMatch(refused.getSqlState()::startsWith));
    }

    private static boolean hasState(Throwable failure, String state) {
        return PgFailures.in(failure).map(PgException::getSqlState).anyMatch(state::equals);
    }

    /**
     * What a batch is decided on.
     *
     * @param counters where the campaigns stand
     * @param pasts what the people claimed before, as far as the rules ask
     * @param earnings what others earned before, as far as the rules ask
     */
    record Standing(Map<UUID, Counter> counters, BatchClaimHistory pasts, RewardCounts earnings) {}

    /** The outcome of one request, or why there is none. */
    private record Result(
            @Nullable ClaimOutcome outcome, @Nullable Throwable failure) {
        ClaimOutcome orThrow() {
            if (outcome != null) {
                return outcome;
            }
            throw failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
        }
    }
}
