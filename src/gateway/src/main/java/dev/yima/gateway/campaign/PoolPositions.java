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
import java.util.SortedSet;
import java.util.UUID;

/** The counters of the pools: a row each, whose lock is the order of the campaign's claims. */
@ApplicationScoped
class PoolPositions implements Positions {
    private static final String LOCK = """
            SELECT campaign_id, next_position, claims, closed FROM pool WHERE campaign_id = ANY ($1)
            ORDER BY campaign_id FOR UPDATE""";
    private static final String ADVANCE = """
            UPDATE pool p SET next_position = n.position
            FROM unnest($1::uuid[], $2::int[]) AS n(campaign, position) WHERE p.campaign_id = n.campaign""";

    @Override
    public Uni<Map<UUID, Counter>> lock(SqlConnection tx, SortedSet<UUID> campaigns) {
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
    public Uni<Void> advance(SqlConnection tx, Map<UUID, Integer> next) {
        List<Map.Entry<UUID, Integer>> entries = List.copyOf(next.entrySet());
        Tuple columns = Tuple.tuple()
                .addArrayOfUUID(entries.stream().map(Map.Entry::getKey).toArray(UUID[]::new))
                .addArrayOfInteger(entries.stream().map(Map.Entry::getValue).toArray(Integer[]::new));
        return tx.preparedQuery(ADVANCE).execute(columns).replaceWithVoid();
    }
}
