package dev.yima.gateway.member;

import dev.yima.gateway.claim.Reward;
import dev.yima.gateway.history.ScanRecord;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of members, and their rewards. */
@ApplicationScoped
public class MemberRepository {
    /** Updates the members that exist, which costs half of an upsert, and inserts only the others. */
    private static final String TOUCH = """
            WITH s AS MATERIALIZED (
                SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::timestamptz[])
                    WITH ORDINALITY AS s(id, brand, scans, claims, at, n)),
            known AS (
                UPDATE member m SET scans = m.scans + s.scans, claims = m.claims + s.claims,
                    last_seen_at = greatest(m.last_seen_at, s.at)
                FROM s WHERE m.id = s.id RETURNING m.id)
            INSERT INTO member AS m (id, brand_id, scans, claims, created_at, last_seen_at)
            SELECT s.id, s.brand, s.scans, s.claims, s.at, s.at
            FROM s WHERE NOT EXISTS (SELECT 1 FROM known WHERE known.id = s.id)
            ORDER BY s.n
            ON CONFLICT (id) DO UPDATE SET scans = m.scans + excluded.scans, claims = m.claims + excluded.claims,
                last_seen_at = greatest(m.last_seen_at, excluded.last_seen_at)""";

    private static final String REWARDS = """
            SELECT id, campaign_id, kind, amount, unit, state, title, coupon_code, price, expires_at, available_at,
                claimed_at, test, redeemed_at, redeemed_in
            FROM reward WHERE member_id = $1
            ORDER BY claimed_at DESC LIMIT $2""";

    private static final String IS_THERE = "SELECT 1 FROM member WHERE id = $1";

    private final Pool pool;

    MemberRepository(Pool pool) {
        this.pool = pool;
    }

    /** Whether there is such a member. */
    public Uni<Boolean> isThere(UUID member) {
        return pool.preparedQuery(IS_THERE).execute(Tuple.of(member)).map(rows -> rows.size() > 0);
    }

    /**
     * Adds scans and claims to the counts of members, and creates the members that are new. Rows are locked in the
     * order of their ids.
     *
     * @param tx the transaction
     * @param activities the scans; those that are not counted only update the time of the member's last scan
     */
    public Uni<Void> touch(SqlClient tx, List<Activity> activities) {
        Map<UUID, Touch> byMember = new TreeMap<>();
        for (Activity activity : activities) {
            ScanRecord scan = activity.scan();
            Touch one = new Touch(scan.member(), scan.brand(), scan.counted() ? 1 : 0, activity.claims(), scan.at());
            byMember.merge(scan.member(), one, Touch::plus);
        }
        List<Touch> rows = new ArrayList<>(byMember.values());
        Tuple columns = Columns.of(rows)
                .uuids(Touch::member)
                .uuids(Touch::brand)
                .longs(Touch::scans)
                .longs(Touch::claims)
                .instants(Touch::at)
                .tuple();
        return tx.preparedQuery(TOUCH).execute(columns).replaceWithVoid();
    }

    /**
     * A scan of a member.
     *
     * @param scan the scan
     * @param claims the number of claims that it made: 0 or 1
     */
    public record Activity(ScanRecord scan, int claims) {
        /** Makes the activity of a scan that claimed nothing. */
        public static Activity scanOnly(ScanRecord scan) {
            return new Activity(scan, 0);
        }
    }

    /** Reads the latest rewards of a member, the latest first. */
    public Uni<List<MemberReward>> rewards(UUID member, int limit) {
        return pool.preparedQuery(REWARDS)
                .execute(Tuple.of(member, limit))
                .map(rows -> Rows.map(rows, MemberReward::of));
    }

    /**
     * A reward that a member won, and where it came from and went.
     *
     * @param reward the reward
     * @param campaign its campaign
     * @param at the time of the claim
     * @param test whether its code is of a test lot
     * @param redeemedAt of a coupon that was redeemed: when; null for all else
     * @param store of a coupon that was redeemed at a partner: its name; null for all else
     */
    public record MemberReward(
            Reward reward,
            UUID campaign,
            Instant at,
            boolean test,
            @Nullable Instant redeemedAt,
            @Nullable String store) {
        private static MemberReward of(Row row) {
            return new MemberReward(
                    Objects.requireNonNull(Reward.of(row), "the view has no row without a kind"),
                    row.getUUID("campaign_id"),
                    Rows.instant(row, "claimed_at"),
                    row.getBoolean("test"),
                    Rows.instantOrNull(row, "redeemed_at"),
                    row.getString("redeemed_in"));
        }
    }

    private record Touch(UUID member, UUID brand, long scans, long claims, Instant at) {
        Touch plus(Touch other) {
            Instant later = at.isAfter(other.at) ? at : other.at;
            return new Touch(member, brand, scans + other.scans, claims + other.claims, later);
        }
    }
}
