package dev.yima.gateway.member;

import dev.yima.gateway.claim.Reward;
import dev.yima.gateway.history.ScanRecord;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The members of the brands. */
@ApplicationScoped
public class MemberRepository {
    /** Most are known: they are updated, which costs half of what an upsert does, and only the others inserted. */
    private static final String SEEN = """
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
            SELECT id, kind, amount, unit, state, title, coupon_code, price, expires_at, available_at,
                claimed_at
            FROM reward WHERE member_id = $1
            ORDER BY claimed_at DESC LIMIT $2""";

    private final Pool pool;

    MemberRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * Counts scans for those who made them, and makes the members that are new. Rows are locked in the order of ids.
     *
     * @param tx the transaction
     * @param visits what was scanned; those that are not counted only say that the member was there
     */
    public Uni<Void> seen(SqlClient tx, List<Visit> visits) {
        Map<UUID, Seen> byMember = new TreeMap<>();
        for (Visit visit : visits) {
            ScanRecord scan = visit.scan();
            Seen one = new Seen(scan.member(), scan.brand(), scan.counted() ? 1 : 0, visit.claims(), scan.at());
            byMember.merge(scan.member(), one, Seen::plus);
        }
        List<Seen> rows = new ArrayList<>(byMember.values());
        Tuple columns = Tuple.tuple()
                .addArrayOfUUID(rows.stream().map(Seen::member).toArray(UUID[]::new))
                .addArrayOfUUID(rows.stream().map(Seen::brand).toArray(UUID[]::new))
                .addArrayOfLong(rows.stream().map(Seen::scans).toArray(Long[]::new))
                .addArrayOfLong(rows.stream().map(Seen::claims).toArray(Long[]::new))
                .addArrayOfOffsetDateTime(rows.stream()
                        .map(row -> row.at.atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new));
        return tx.preparedQuery(SEEN).execute(columns).replaceWithVoid();
    }

    /**
     * A scan, and how many claims it made.
     *
     * @param scan the scan
     * @param claims 0 or 1
     */
    public record Visit(ScanRecord scan, int claims) {
        /** A scan that claimed nothing. */
        public static Visit look(ScanRecord scan) {
            return new Visit(scan, 0);
        }
    }

    /** The latest rewards of a member. */
    public Uni<List<Winning>> rewards(UUID member, int limit) {
        return pool.preparedQuery(REWARDS)
                .execute(Tuple.of(member, limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Winning(
                                Objects.requireNonNull(Reward.of(row), "the view has no row without a kind"),
                                row.getOffsetDateTime("claimed_at").toInstant()))
                        .toList());
    }

    /**
     * A reward and its moment.
     *
     * @param reward what was won
     * @param at when
     */
    public record Winning(Reward reward, Instant at) {}

    private record Seen(UUID member, UUID brand, long scans, long claims, Instant at) {
        Seen plus(Seen other) {
            Instant later = at.isAfter(other.at) ? at : other.at;
            return new Seen(member, brand, scans + other.scans, claims + other.claims, later);
        }
    }
}
