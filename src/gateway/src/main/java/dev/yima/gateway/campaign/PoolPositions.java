package dev.yima.gateway.campaign;

import dev.yima.gateway.claim.Positions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The counters of the pools: a row each, whose lock is the order of the campaign's claims. */
@ApplicationScoped
class PoolPositions implements Positions {
    private static final String LOCK = """
            SELECT campaign_id, next_position, claims, closed FROM pool WHERE campaign_id = ANY ($1)
            ORDER BY campaign_id FOR UPDATE""";
    private static final String MOVE = """
            WITH n AS (
                SELECT * FROM unnest($1::uuid[], $2::int[], $3::int[]) AS n(campaign_id, was, next)),
            held AS (
                SELECT campaign_id, n.next FROM pool p JOIN n USING (campaign_id)
                WHERE p.next_position = n.was AND NOT p.closed
                ORDER BY campaign_id FOR UPDATE OF p),
            moved AS (
                UPDATE pool p SET next_position = held.next FROM held WHERE p.campaign_id = held.campaign_id
                RETURNING 1)
            SELECT must_touch('counter', (SELECT count(*) FROM n), (SELECT count(*) FROM moved), '40001')""";

    @Override
    public Uni<Map<UUID, Counter>> lock(SqlConnection tx, Set<UUID> campaigns) {
        Tuple ids = Tuple.tuple().addArrayOfUUID(campaigns.toArray(UUID[]::new));
        return tx.preparedQuery(LOCK).execute(ids).map(rows -> {
            Map<UUID, Counter> counters = new HashMap<>();
            for (Row row : rows) {
                int next = row.getInteger("next_position");
                int end = row.getBoolean("closed") ? next : row.getInteger("claims");
                counters.put(row.getUUID("campaign_id"), new Counter(next, end));
            }
            return counters;
        });
    }

    @Override
    public Uni<Void> move(SqlConnection tx, Map<UUID, Move> moves) {
        List<Map.Entry<UUID, Move>> entries = List.copyOf(moves.entrySet());
        Tuple columns = Tuple.tuple()
                .addArrayOfUUID(entries.stream().map(Map.Entry::getKey).toArray(UUID[]::new))
                .addArrayOfInteger(entries.stream()
                        .map(entry -> entry.getValue().from().next())
                        .toArray(Integer[]::new))
                .addArrayOfInteger(
                        entries.stream().map(entry -> entry.getValue().next()).toArray(Integer[]::new));
        return tx.preparedQuery(MOVE).execute(columns).replaceWithVoid();
    }
}
