package dev.yima.gateway.reward.points;

import dev.yima.engine.prize.PrizeKind;
import dev.yima.gateway.claim.Reward;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.reward.points.PointsAdjustment.State;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of adjustments, and the facts that decide whether one may be made. */
@ApplicationScoped
class PointsAdjustmentRepository {
    /** The constraint by which no award is taken back twice. */
    static final String REVERSED_ONCE = "points_adjustment_reverses_once";

    /** Serializes the adjustments of a key, so that those made at once are all counted. */
    private static final String LOCK_KEY =
            "SELECT 1 FROM staff_key WHERE id = $1 AND revoked_at IS NULL FOR NO KEY UPDATE";

    private static final String COLUMNS = """
            SELECT id, member_id, points, claim_id, campaign_id, valid_months, reason, state, made_by, made_at,
                decided_by, decided_at
            FROM points_adjustment""";
    private static final String BY_REQUEST = COLUMNS + " WHERE made_by = $1 AND request_key = $2";
    private static final String FIND = COLUMNS + " WHERE id = $1 AND brand_id = $2";
    private static final String LIST = COLUMNS + " WHERE brand_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    private static final String LIST_OF_STATE =
            COLUMNS + " WHERE brand_id = $1 AND id > $2 AND state = $4 ORDER BY id LIMIT $3";
    private static final String MEMBER_EXISTS = "SELECT 1 FROM member WHERE id = $1 AND brand_id = $2";
    private static final String REWARD = """
            SELECT w.kind, w.amount, w.state, c.campaign_id,
                EXISTS (SELECT 1 FROM points_adjustment a WHERE a.claim_id = w.id AND a.state = 'WAITING') AS waits
            FROM reward w JOIN claim c ON c.id = w.id AND c.member_id = w.member_id
            WHERE w.member_id = $1 AND w.id = $2""";
    private static final String ALLOWANCE_LEFT = """
            SELECT b.adjustment_limit - (SELECT coalesce(sum(abs(points)), 0)::bigint FROM points_adjustment
                WHERE made_by = $2 AND made_at > $3 AND state = 'DONE' AND decided_by IS NULL) AS is_left
            FROM brand b WHERE b.id = $1""";
    private static final String INSERT = """
            INSERT INTO points_adjustment (id, brand_id, member_id, points, claim_id, campaign_id, valid_months, reason,
                state, request_key, made_by, made_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)""";
    private static final String DECIDE =
            "UPDATE points_adjustment SET state = $2, decided_by = $3, decided_at = $4 WHERE id = $1";
    /**
     * A reward of a member.
     *
     * @param kind its kind
     * @param amount its amount
     * @param state its state
     * @param campaign the campaign that it was won in
     * @param waits whether an adjustment that takes it back waits for a second key
     */
    record WonReward(PrizeKind kind, long amount, Reward.State state, UUID campaign, boolean waits) {}

    /** Finds an adjustment of a brand; empty when there is none. */
    Uni<Optional<PointsAdjustment>> find(SqlClient client, UUID brand, UUID id) {
        return client.preparedQuery(FIND)
                .execute(Tuple.of(id, brand))
                .map(rows -> Rows.first(rows, PointsAdjustment::of));
    }

    /** Locks an adjustment of a brand; empty when there is none. */
    Uni<Optional<PointsAdjustment>> lock(SqlConnection tx, UUID brand, UUID id) {
        return tx.preparedQuery(FIND + " FOR UPDATE")
                .execute(Tuple.of(id, brand))
                .map(rows -> Rows.first(rows, PointsAdjustment::of));
    }

    /** Finds the adjustment that a staff key made with an idempotency key; empty without either. */
    Uni<Optional<PointsAdjustment>> findByRequest(SqlConnection tx, UUID key, @Nullable String requestKey) {
        return tx.preparedQuery(BY_REQUEST)
                .execute(Tuple.of(key, requestKey))
                .map(rows -> Rows.first(rows, PointsAdjustment::of));
    }

    /** Lists adjustments of a brand, in the order of their ids; those of all states where the state is null. */
    Uni<List<PointsAdjustment>> list(SqlClient client, UUID brand, @Nullable State state, UUID after, int limit) {
        Tuple page = Tuple.of(brand, after, limit);
        return (state == null
                        ? client.preparedQuery(LIST).execute(page)
                        : client.preparedQuery(LIST_OF_STATE).execute(page.addString(state.name())))
                .map(rows -> Rows.map(rows, PointsAdjustment::of));
    }

    /** Locks a staff key until the transaction ends; false when it was revoked. */
    Uni<Boolean> lockKey(SqlConnection tx, UUID key) {
        return tx.preparedQuery(LOCK_KEY).execute(Tuple.of(key)).map(rows -> rows.size() > 0);
    }

    /** Whether the brand has a member. */
    Uni<Boolean> memberExists(SqlConnection tx, UUID brand, UUID member) {
        return tx.preparedQuery(MEMBER_EXISTS).execute(Tuple.of(member, brand)).map(rows -> rows.size() > 0);
    }

    /** Finds a reward of a member; empty when they won no such reward. */
    Uni<Optional<WonReward>> findReward(SqlConnection tx, UUID member, UUID reward) {
        return tx.preparedQuery(REWARD)
                .execute(Tuple.of(member, reward))
                .map(rows -> Rows.first(
                        rows,
                        row -> new WonReward(
                                PrizeKind.valueOf(row.getString("kind")),
                                row.getLong("amount"),
                                Reward.State.valueOf(row.getString("state")),
                                row.getUUID("campaign_id"),
                                row.getBoolean("waits"))));
    }

    /**
     * Reads how many points a key may still give or take without a second key.
     *
     * @param since the beginning of the time in which its adjustments count
     * @return the rest of the brand's limit, below zero where the limit was lowered
     */
    Uni<Long> allowanceLeft(SqlConnection tx, Staff staff, Instant since) {
        return tx.preparedQuery(ALLOWANCE_LEFT)
                .execute(Tuple.of(staff.brand(), staff.key(), Columns.utc(since)))
                .map(rows -> rows.iterator().next().getLong("is_left"));
    }

    /** Inserts an adjustment. Fails with a violation of {@link #REVERSED_ONCE} when its award is taken back already. */
    Uni<Void> insert(SqlConnection tx, Staff staff, PointsAdjustment made, @Nullable String requestKey) {
        Tuple row = Tuple.tuple()
                .addUUID(made.id())
                .addUUID(staff.brand())
                .addUUID(made.memberId())
                .addLong(made.points())
                .addUUID(made.rewardId())
                .addUUID(made.campaignId())
                .addInteger(made.months())
                .addString(made.reason())
                .addString(made.state().name())
                .addString(requestKey)
                .addUUID(staff.key())
                .addOffsetDateTime(Columns.utc(made.madeAt()));
        return tx.preparedQuery(INSERT).execute(row).replaceWithVoid();
    }

    /** Stores the decision on an adjustment that waits. */
    Uni<Void> decide(SqlConnection tx, UUID id, State decision, UUID key, Instant now) {
        return tx.preparedQuery(DECIDE)
                .execute(Tuple.of(id, decision.name(), key, Columns.utc(now)))
                .replaceWithVoid();
    }
}
