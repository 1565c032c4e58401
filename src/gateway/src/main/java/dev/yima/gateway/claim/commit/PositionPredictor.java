package dev.yima.gateway.claim.commit;

import dev.yima.engine.rules.CampaignProgress;
import dev.yima.gateway.claim.PoolCounters.CounterAdvance;
import dev.yima.gateway.claim.PoolCounters.PoolCounter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Predicts the positions of campaigns' counters, as far as this replica knows: while no other replica takes positions
 * of a campaign its counter is where this replica's last commit left it, or will leave it. Positions are reserved
 * before they are taken; the commit fails if they were predicted wrong, and then everything about its campaigns is
 * forgotten. Where several replicas share a campaign nothing is predicted, so that few commits are in vain.
 */
final class PositionPredictor {
    private static final int CAMPAIGNS_MAX = 10_000;

    private final Map<UUID, Prediction> predictions = new LinkedHashMap<>();

    /**
     * Reserves positions, for claims that depend on nothing else.
     *
     * @param wanted the number of positions, by campaign
     * @return the counters from which they are taken; empty, and nothing is reserved, when one cannot be predicted or
     *     has come to its end
     */
    synchronized Optional<Map<UUID, PoolCounter>> reserve(Map<UUID, Integer> wanted) {
        Map<UUID, PoolCounter> counters = new HashMap<>();
        for (UUID campaign : wanted.keySet()) {
            Prediction prediction = predictions.get(campaign);
            if (prediction == null || !prediction.alone || prediction.next >= prediction.end) {
                return Optional.empty();
            }
            counters.put(campaign, new PoolCounter(CampaignProgress.at(prediction.next), prediction.end, false, false));
        }
        wanted.forEach((campaign, count) ->
                predictions.computeIfPresent(campaign, (same, prediction) -> prediction.after(count)));
        return Optional.of(counters);
    }

    /**
     * Learns the position of a counter that was read and then advanced.
     *
     * @param campaign the campaign
     * @param advance the step that was committed
     */
    synchronized void learn(UUID campaign, CounterAdvance advance) {
        PoolCounter read = advance.from();
        int next = advance.to().position();
        Prediction before = predictions.get(campaign);
        boolean alone = before != null && before.next == read.next();
        if (predictions.size() >= CAMPAIGNS_MAX) {
            predictions.clear();
        }
        int furthest = before == null ? next : Math.max(next, before.next);
        predictions.put(campaign, new Prediction(furthest, read.end(), alone));
    }

    /** Forgets campaigns of a failed commit: it may have advanced their counters, or left reserved positions free. */
    synchronized void forget(Iterable<UUID> campaigns) {
        campaigns.forEach(predictions::remove);
    }

    /**
     * The prediction for a campaign.
     *
     * @param next the next free position
     * @param end the first position that does not exist
     * @param alone whether no other replica has taken positions lately
     */
    private record Prediction(int next, int end, boolean alone) {
        Prediction after(int count) {
            return new Prediction((int) Math.min((long) next + count, end), end, alone);
        }
    }
}
