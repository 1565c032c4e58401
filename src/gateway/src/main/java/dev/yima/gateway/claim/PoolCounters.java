package dev.yima.gateway.claim;

import dev.yima.engine.rules.CampaignProgress;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Counters of the campaigns' pools, which number their claims. */
public interface PoolCounters {
    /**
     * Locks the counters of campaigns, in the order of their ids, and reads them, with all else that their next claims
     * depend on. Until the transaction ends no other claim of these campaigns commits.
     *
     * @param tx the transaction
     * @param campaigns the campaigns
     * @return by campaign; a campaign without a counter is left out
     */
    Uni<Map<UUID, PoolCounter>> lock(SqlConnection tx, Set<UUID> campaigns);

    /** Finds the campaigns whose counters another transaction has locked at this moment. */
    Uni<Set<UUID>> lockedElsewhere(SqlClient client, Set<UUID> campaigns);

    /**
     * Locks the counters of campaigns, in the order of their ids, and advances them; every commit does so first. Fails
     * with SQLSTATE 40001 when a counter is not at its expected position, or is closed.
     *
     * @param tx the transaction
     * @param advances by campaign
     */
    Uni<Void> advance(SqlConnection tx, Map<UUID, CounterAdvance> advances);

    /**
     * The counter of a campaign's pool.
     *
     * @param progress the progress of the campaign; its position is the next free one
     * @param end the first position that does not exist; no larger than the next free one when nothing is left
     * @param tracked whether more than the position is kept
     * @param closed whether the campaign has ended
     */
    record PoolCounter(CampaignProgress progress, int end, boolean tracked, boolean closed) {
        /** The next free position. */
        public int next() {
            return progress.position();
        }
    }

    /**
     * A step of a counter.
     *
     * @param from the counter before the step
     * @param to the progress of the campaign after it
     */
    record CounterAdvance(PoolCounter from, CampaignProgress to) {
        /** A step of no length. */
        public static CounterAdvance none(PoolCounter counter) {
            return new CounterAdvance(counter, counter.progress());
        }
    }
}
