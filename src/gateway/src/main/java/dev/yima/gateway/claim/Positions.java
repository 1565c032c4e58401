package dev.yima.gateway.claim;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Gives out the positions of campaigns. */
public interface Positions {
    /**
     * Locks the counters of campaigns, in the order of their ids, and reads them.
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
     * @param next the next free position
     * @param end the first position that does not exist; no larger than {@code next} when nothing is left
     */
    record Counter(int next, int end) {}

    /**
     * How a counter moves.
     *
     * @param from where it stood
     * @param next the next free position from now on
     */
    record Move(Counter from, int next) {
        static Move none(Counter counter) {
            return new Move(counter, counter.next());
        }

        Move further() {
            return new Move(from, next + 1);
        }
    }
}
