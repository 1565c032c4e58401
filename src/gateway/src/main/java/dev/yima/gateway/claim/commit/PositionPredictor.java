package dev.yima.gateway.claim.commit;

import dev.yima.engine.rules.CampaignProgress;
import dev.yima.gateway.claim.PoolCounters.Counter;
import dev.yima.gateway.claim.PoolCounters.Move;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Where the counters of campaigns will stand, as far as this replica knows: while nobody else takes positions of a
 * campaign its counter is where this replica's last commit left it, or will leave it. Positions are set aside before
 * they are taken; the commit fails if they were foreseen wrong, and then everything about its campaigns is forgotten.
 * Where several replicas share a campaign nothing is foreseen, so that few commits are in vain.
 */
final class PositionPredictor {
    private static final int CAMPAIGNS_MAX = 10_000;

    private final Map<UUID, Memory> memories = new LinkedHashMap<>();

    /**
     * Sets positions aside, for claims that depend on nothing else.
     *
     * @param wanted how many, by campaign
     * @return the counters from which they are taken; empty, and nothing is set aside, when one cannot be foreseen or
     *     has come to its end
     */
    synchronized Optional<Map<UUID, Counter>> setAside(Map<UUID, Integer> wanted) {
        Map<UUID, Counter> counters = new HashMap<>();
        for (UUID campaign : wanted.keySet()) {
            Memory memory = memories.get(campaign);
            if (memory == null || !memory.alone || memory.next >= memory.end) {
                return Optional.empty();
            }
            counters.put(campaign, new Counter(CampaignProgress.at(memory.next), memory.end, false, false));
        }
        wanted.forEach((campaign, count) -> memories.computeIfPresent(campaign, (same, memory) -> memory.after(count)));
        return Optional.of(counters);
    }

    /**
     * Learns of a counter that was asked for and then moved.
     *
     * @param move where it was found, and where it stands now
     */
    synchronized void learn(UUID campaign, Move move) {
        Counter was = move.from();
        int next = move.to().position();
        Memory before = memories.get(campaign);
        boolean alone = before != null && before.next == was.next();
        if (memories.size() >= CAMPAIGNS_MAX) {
            memories.clear();
        }
        int furthest = before == null ? next : Math.max(next, before.next);
        memories.put(campaign, new Memory(furthest, was.end(), alone));
    }

    /** Forgets: whether a commit that failed moved its counters is not known, and what was set aside is not taken. */
    synchronized void forget(Iterable<UUID> campaigns) {
        campaigns.forEach(memories::remove);
    }

    private record Memory(int next, int end, boolean alone) {
        Memory after(int count) {
            return new Memory((int) Math.min((long) next + count, end), end, alone);
        }
    }
}
