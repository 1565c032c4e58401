package dev.yima.gateway.claim;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.Map;
import java.util.SortedSet;
import java.util.UUID;

/** Gives out the positions of campaigns. */
public interface Positions {
    /**
     * Locks the counters of campaigns, in their order; every commit does so first.
     *
     * @return by campaign; a campaign without a counter is left out
     */
    Uni<Map<UUID, Counter>> lock(SqlConnection tx, SortedSet<UUID> campaigns);

    /** Moves counters that are locked. */
    Uni<Void> advance(SqlConnection tx, Map<UUID, Integer> next);

    /**
     * A counter.
     *
     * @param next the next free position
     * @param end the first position that does not exist; no larger than {@code next} when nothing is left
     */
    record Counter(int next, int end) {}
}
