package dev.yima.gateway.claim;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.yima.gateway.claim.Positions.Counter;
import dev.yima.gateway.claim.Positions.Move;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Where the counters of campaigns stand, as far as this replica knows. While nobody else takes positions of a campaign
 * its counter is where the last commit left it, and need not be asked for; the commit itself fails if that is wrong.
 * Where several replicas share a campaign nothing is foreseen, so that few commits are in vain.
 */
final class Foresight {
    private static final int CAMPAIGNS_MAX = 10_000;

    private final Cache<UUID, Memory> memories =
            Caffeine.newBuilder().maximumSize(CAMPAIGNS_MAX).build();

    /** The counters of campaigns, if all can be foreseen, and none is at its end. */
    Optional<Map<UUID, Counter>> counters(Collection<UUID> campaigns) {
        Map<UUID, Counter> counters = new HashMap<>();
        for (UUID campaign : campaigns) {
            Memory memory = memories.getIfPresent(campaign);
            if (memory == null || !memory.alone || memory.next >= memory.end) {
                return Optional.empty();
            }
            counters.put(campaign, new Counter(memory.next, memory.end));
        }
        return Optional.of(counters);
    }

    /** Compares counters that were asked for with what was remembered. */
    void compare(Map<UUID, Counter> counters) {
        counters.forEach((campaign, counter) -> {
            Memory memory = memories.getIfPresent(campaign);
            boolean alone = memory != null && memory.next == counter.next();
            memories.put(campaign, new Memory(counter.next(), counter.end(), alone));
        });
    }

    /** Remembers where a commit left its counters. */
    void remember(Map<UUID, Move> moves) {
        moves.forEach((campaign, move) -> memories.asMap()
                .computeIfPresent(campaign, (same, memory) -> new Memory(move.next(), memory.end, memory.alone)));
    }

    /** Forgets: whether a commit that failed moved its counters is not known. */
    void doubt(Collection<UUID> campaigns) {
        memories.invalidateAll(campaigns);
    }

    private record Memory(int next, int end, boolean alone) {}
}
