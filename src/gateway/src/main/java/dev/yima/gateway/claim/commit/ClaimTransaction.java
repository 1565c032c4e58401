package dev.yima.gateway.claim.commit;

import dev.yima.gateway.claim.ClaimCommitParticipant;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The transaction that commits a batch of claims, in one round trip where the counters can be predicted, otherwise in
 * more: then they are read first. Each user has an instance of its own, with its own predictions.
 */
@Dependent
public class ClaimTransaction {
    private final Pool pool;
    private final ClaimRepository claims;
    private final PoolCounters counters;
    private final ClaimHistoryRepository histories;
    private final RewardCountRepository rewards;
    private final List<ClaimCommitParticipant> participants;
    private final PositionPredictor predictor = new PositionPredictor();

    public ClaimTransaction(
            Pool pool,
            ClaimRepository claims,
            PoolCounters counters,
            ClaimHistoryRepository histories,
            RewardCountRepository rewards,
            @All List<ClaimCommitParticipant> participants) {
        this.pool = pool;
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
     * @param requests the requests, one for each claim; at least one
     * @return the batch, when it is durable; fails when it is not known to be
     */
    Uni<ClaimBatch> commit(List<ClaimRequest> requests) {
        SortedMap<UUID, Integer> positions = new TreeMap<>();
        requests.forEach(request ->
                positions.merge(request.draw().campaign(), request.follows().isPresent() ? 0 : 1, Integer::sum));
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
