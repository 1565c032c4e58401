package dev.yima.gateway.claim.commit;

import dev.yima.gateway.claim.ClaimCommitParticipant;
import dev.yima.gateway.claim.ClaimKey;
import dev.yima.gateway.claim.ClaimRequest;
import dev.yima.gateway.claim.PoolCounters;
import dev.yima.gateway.claim.PoolCounters.PoolCounter;
import dev.yima.gateway.platform.db.ShortTransaction;
import dev.yima.gateway.platform.db.ShortTransaction.Writes;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.Dependent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The transaction that commits a batch of claims, in one round trip where the counters can be predicted, otherwise in
 * more: then they are read first. Each user has an instance of its own, with its own predictions.
 */
@Dependent
public class ClaimTransaction {
    private final ClaimRepository claims;
    private final PoolCounters counters;
    private final ClaimHistoryRepository histories;
    private final RewardCountRepository rewards;
    private final List<ClaimCommitParticipant> participants;
    private final PositionPredictor predictor = new PositionPredictor();

    public ClaimTransaction(
            ClaimRepository claims,
            PoolCounters counters,
            ClaimHistoryRepository histories,
            RewardCountRepository rewards,
            @All List<ClaimCommitParticipant> participants) {
        this.claims = claims;
        this.counters = counters;
        this.histories = histories;
        this.rewards = rewards;
        this.participants = participants.stream()
                .sorted(Comparator.comparing(ClaimCommitParticipant::order))
                .toList();
    }

    /**
     * Decides and commits a batch.
     *
     * @param pool the source of the connection
     * @param requests the requests, in the order in which they are decided; at least one
     * @return the batch, when it is durable; fails when it is not known to be
     */
    Uni<ClaimBatch> commit(Pool pool, List<ClaimRequest> requests) {
        Map<UUID, Integer> positions = positions(requests);
        Optional<Map<UUID, PoolCounter>> predicted =
                requests.stream().allMatch(request -> request.draw().rules().dependOnPositionOnly())
                        ? predictor.reserve(positions)
                        : Optional.empty();
        Uni<ClaimBatch> committed = predicted.isPresent()
                ? ShortTransaction.run(
                        pool, tx -> write(tx, ClaimBatch.decide(requests, ClaimBatch.Facts.of(predicted.get()))))
                : ShortTransaction.run(
                                pool,
                                tx -> read(tx, positions.keySet(), requests),
                                (tx, facts) -> write(tx, ClaimBatch.decide(requests, facts)))
                        .invoke(batch -> batch.advances().forEach(predictor::learn));
        return committed.onFailure().invoke(failure -> predictor.forget(positions.keySet()));
    }

    /** The campaigns of requests whose counters another transaction has locked. */
    Uni<Set<UUID>> lockedElsewhere(Pool pool, List<ClaimRequest> requests) {
        return counters.lockedElsewhere(
                pool,
                requests.stream().map(request -> request.draw().campaign()).collect(Collectors.toSet()));
    }

    /** The most positions that requests can take, by campaign: those for the same claim share one. */
    private static Map<UUID, Integer> positions(List<ClaimRequest> requests) {
        Map<UUID, Integer> positions = new HashMap<>();
        Set<ClaimKey> counted = new HashSet<>();
        for (ClaimRequest request : requests) {
            int taken = request.follows().isEmpty() && counted.add(request.key()) ? 1 : 0;
            positions.merge(request.draw().campaign(), taken, Integer::sum);
        }
        return positions;
    }

    /** Reads the counters first: while they are locked, nothing that the rules ask about changes. */
    private Uni<ClaimBatch.Facts> read(SqlConnection tx, Set<UUID> campaigns, List<ClaimRequest> requests) {
        return counters.lock(tx, campaigns)
                .flatMap(locked -> histories
                        .read(tx, requests)
                        .flatMap(history -> rewards.read(tx, requests)
                                .map(counts -> new ClaimBatch.Facts(locked, history, counts))));
    }

    private Writes<ClaimBatch> write(SqlConnection tx, ClaimBatch batch) {
        List<Uni<Void>> statements = new ArrayList<>();
        if (!batch.awards().isEmpty()) {
            statements.add(counters.advance(tx, batch.advances()));
            statements.add(claims.insert(tx, batch.awards()));
            participants.forEach(participant -> statements.add(participant.write(tx, batch.awards())));
        }
        return new Writes<>(statements, batch);
    }
}
