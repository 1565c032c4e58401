package dev.yima.gateway.claim;

import dev.yima.engine.rules.CampaignProgress;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Gives out the positions of campaigns. */
public interface PoolCounters {
    /**
     * Locks the counters of campaigns, in the order of their ids, and reads them, with all else that their next claims
     * depend on. Until the transaction ends nobody else's claim of these campaigns commits.
     *
     * @return by campaign; a campaign without a counter is left out
     */
    Uni<Map<UUID, Counter>> lock(SqlConnection tx, Set<UUID> campaigns);

    /**
     * Locks the counters of campaigns, in the order of their ids, and moves them; every commit does so first. Fails
     * with SQLSTATE 40001 when one stands elsewhere than it was thought to, or is closed.
     */
    Uni<Void> move(SqlConnection tx, Map<UUID, Move> moves);

    /**
     * A counter.
     *
     * @param progress how far the campaign has come; its position is the next free one
     * @param end the first position that does not exist; no larger than the next free one when nothing is left
     * @param tracked whether more than the position is kept
     * @param closed whether the campaign has ended
     */
    record Counter(CampaignProgress progress, int end, boolean tracked, boolean closed) {
        public int next() {
            return progress.position();
        }
    }

    /**
     * How a counter moves.
     *
     * @param from where it stood
     * @param to how far the campaign has come now
     */
    record Move(Counter from, CampaignProgress to) {
        public static Move none(Counter counter) {
            return new Move(counter, counter.progress());
        }
    }
}
