package dev.yima.gateway.campaign.publication;

import dev.yima.engine.rules.CampaignProgress;
import dev.yima.engine.rules.CampaignProgress.Spending;
import dev.yima.gateway.claim.PoolCounters;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The counters of the pools: a row each, whose lock orders the claims of its campaign. */
@ApplicationScoped
class PoolCounterRepository implements PoolCounters {
    private static final String LOCK = """
            SELECT campaign_id, next_position, claims, closed, won, hour_since, hour_cash, day_since, day_cash
            FROM pool_counter WHERE campaign_id = ANY ($1)
            ORDER BY campaign_id FOR UPDATE""";
    private static final String LOCKED_ELSEWHERE = """
            WITH free AS (
                SELECT campaign_id FROM pool_counter WHERE campaign_id = ANY ($1) FOR UPDATE SKIP LOCKED)
            SELECT campaign_id FROM pool_counter
            WHERE campaign_id = ANY ($1) AND campaign_id NOT IN (SELECT campaign_id FROM free)""";
    private static final String MOVE = """
            WITH n AS (
                SELECT * FROM unnest($1::uuid[], $2::int[], $3::int[]) AS n(campaign_id, was, next)),
            held AS (
                SELECT campaign_id, n.next FROM pool_counter p JOIN n USING (campaign_id)
                WHERE p.next_position = n.was AND NOT p.closed
                ORDER BY campaign_id FOR UPDATE OF p),
            moved AS (
                UPDATE pool_counter p SET next_position = held.next FROM held WHERE p.campaign_id = held.campaign_id
                RETURNING 1)
            SELECT require_rows('counter', (SELECT count(*) FROM n), (SELECT count(*) FROM moved), '40001')""";

    private static final String TRACK = """
            UPDATE pool_counter p SET won = n.won::int[], hour_since = n.hour_since, hour_cash = n.hour_cash,
                day_since = n.day_since, day_cash = n.day_cash
            FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::bigint[], $5::timestamptz[], $6::bigint[])
                AS n(campaign_id, won, hour_since, hour_cash, day_since, day_cash)
            WHERE p.campaign_id = n.campaign_id""";

    @Override
    public Uni<Map<UUID, PoolCounter>> lock(SqlConnection tx, Set<UUID> campaigns) {
        Tuple ids = Columns.of(campaigns).uuids(campaign -> campaign).tuple();
        return tx.preparedQuery(LOCK).execute(ids).map(rows -> {
            Map<UUID, PoolCounter> counters = new HashMap<>();
            rows.forEach(row -> counters.put(row.getUUID("campaign_id"), counter(row)));
            return counters;
        });
    }

    @Override
    public Uni<Set<UUID>> lockedElsewhere(SqlClient client, Set<UUID> campaigns) {
        return client.preparedQuery(LOCKED_ELSEWHERE)
                .execute(Columns.of(campaigns).uuids(campaign -> campaign).tuple())
                .map(rows -> Set.copyOf(Rows.map(rows, row -> row.getUUID("campaign_id"))));
    }

    @Override
    public Uni<Void> advance(SqlConnection tx, Map<UUID, CounterAdvance> advances) {
        List<Map.Entry<UUID, CounterAdvance>> entries = List.copyOf(advances.entrySet());
        Tuple columns = Columns.of(entries)
                .uuids(Map.Entry::getKey)
                .ints(entry -> entry.getValue().from().progress().position())
                .ints(entry -> entry.getValue().to().position())
                .tuple();
        Uni<Void> moved = tx.preparedQuery(MOVE).execute(columns).replaceWithVoid();
        List<Map.Entry<UUID, CounterAdvance>> tracked = entries.stream()
                .filter(entry -> entry.getValue().from().tracked())
                .toList();
        return tracked.isEmpty()
                ? moved
                : Uni.join().all(moved, track(tx, tracked)).andCollectFailures().replaceWithVoid();
    }

    private static Uni<Void> track(SqlConnection tx, List<Map.Entry<UUID, CounterAdvance>> advances) {
        Tuple columns = Columns.of(advances)
                .uuids(Map.Entry::getKey)
                .texts(entry -> array(entry.getValue().to().won()))
                .instants(entry -> entry.getValue().to().hour().since())
                .longs(entry -> entry.getValue().to().hour().cash())
                .instants(entry -> entry.getValue().to().day().since())
                .longs(entry -> entry.getValue().to().day().cash())
                .tuple();
        return tx.preparedQuery(TRACK).execute(columns).replaceWithVoid();
    }

    private static PoolCounter counter(Row row) {
        int next = row.getInteger("next_position");
        boolean closed = row.getBoolean("closed");
        int end = closed ? next : row.getInteger("claims");
        Integer[] won = row.getArrayOfIntegers("won");
        return won == null
                ? new PoolCounter(CampaignProgress.at(next), end, false, closed)
                : new PoolCounter(
                        new CampaignProgress(next, List.of(won), spending(row, "hour"), spending(row, "day")),
                        end,
                        true,
                        closed);
    }

    private static Spending spending(Row row, String stretch) {
        return new Spending(Rows.instant(row, stretch + "_since"), row.getLong(stretch + "_cash"));
    }

    /** PostgreSQL has no array of arrays of different lengths, so each travels as its text. */
    private static String array(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }
}
