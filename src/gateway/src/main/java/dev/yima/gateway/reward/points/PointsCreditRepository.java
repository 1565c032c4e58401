package dev.yima.gateway.reward.points;

import dev.yima.engine.prize.PrizeKind;
import dev.yima.gateway.ledger.Account;
import dev.yima.gateway.ledger.Ledger;
import dev.yima.gateway.ledger.Transfer;
import dev.yima.gateway.ledger.Transfer.Reason;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rows of points that are pending, or that expire; all others are a balance and nothing else. Every transaction
 * that changes which points count locks the account of the member first, so that the points of these rows are never
 * more than the balance.
 */
@ApplicationScoped
public class PointsCreditRepository {
    static final String UNIT = PrizeKind.POINTS.unit("");

    private static final String INSERT = """
            INSERT INTO points_credit (id, brand_id, member_id, campaign_id, amount, remaining, available_at,
                expires_at, state)
            SELECT c.id, c.brand, c.member, c.campaign, c.amount, c.amount, c.available_at, c.expires_at,
                CASE WHEN c.available_at IS NULL THEN 'AVAILABLE' ELSE 'PENDING' END
            FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[], $6::timestamptz[],
                $7::timestamptz[]) AS c(id, brand, member, campaign, amount, available_at, expires_at)""";
    private static final String EXPIRE = """
            UPDATE points_credit SET state = 'EXPIRED'
            WHERE member_id = ANY ($1) AND state = 'AVAILABLE' AND expires_at <= $2
            RETURNING id, brand_id, member_id, campaign_id, remaining""";
    private static final String RELEASE = """
            UPDATE points_credit SET state = 'AVAILABLE'
            WHERE member_id = ANY ($1) AND campaign_id = $3 AND state = 'PENDING' AND available_at <= $2
            RETURNING id, brand_id, member_id, campaign_id, remaining""";
    private static final String CONSUME = """
            UPDATE points_credit c SET remaining = c.remaining - t.taken,
                state = CASE WHEN c.remaining = t.taken THEN 'USED' ELSE c.state END
            FROM (SELECT id, least(remaining, $2 - before) AS taken FROM (
                SELECT id, remaining, coalesce(sum(remaining) OVER (
                        ORDER BY id <> $3, expires_at, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::bigint
                    AS before
                FROM points_credit WHERE member_id = $1 AND state = 'AVAILABLE') AS held) AS t
            WHERE c.id = t.id AND t.taken > 0""";
    private static final String CAMPAIGN_WITH_PENDING = """
            SELECT campaign_id AS id FROM points_credit WHERE state = 'PENDING' AND available_at <= $1
                AND campaign_id <> ALL ($2)
            ORDER BY available_at LIMIT 1""";
    private static final String BRAND_WITH_EXPIRED = """
            SELECT brand_id AS id FROM points_credit
            WHERE state = 'AVAILABLE' AND expires_at IS NOT NULL AND expires_at <= $1
                AND brand_id <> ALL ($2)
            ORDER BY expires_at LIMIT 1""";
    private static final String MEMBERS_PENDING = """
            SELECT DISTINCT brand_id, member_id FROM (SELECT brand_id, member_id FROM points_credit
                WHERE campaign_id = $1 AND state = 'PENDING' AND available_at <= $2
                ORDER BY available_at LIMIT $3) AS due""";
    private static final String MEMBERS_EXPIRED = """
            SELECT DISTINCT brand_id, member_id FROM (SELECT brand_id, member_id FROM points_credit
                WHERE brand_id = $1 AND state = 'AVAILABLE' AND expires_at IS NOT NULL AND expires_at <= $2
                ORDER BY expires_at LIMIT $3) AS due""";
    private static final String PENDING_AND_EXPIRING = """
            WITH live AS (SELECT state, remaining, expires_at FROM points_credit
                WHERE member_id = $1 AND state IN ('PENDING', 'AVAILABLE')),
            next AS (SELECT min(expires_at) AS at FROM live WHERE state = 'AVAILABLE' AND expires_at > $2)
            SELECT coalesce(sum(remaining) FILTER (WHERE state = 'PENDING'), 0)::bigint AS pending,
                coalesce(sum(remaining) FILTER (WHERE state = 'AVAILABLE' AND expires_at <= $2), 0)::bigint AS over,
                coalesce(sum(remaining) FILTER (WHERE state = 'AVAILABLE' AND expires_at = next.at), 0)::bigint
                    AS expiring,
                max(next.at) AS expires_at
            FROM live CROSS JOIN next""";
    private static final String LOCK_STATE = "SELECT state FROM points_credit WHERE id = $1 FOR UPDATE";
    private static final String REVERSE = "UPDATE points_credit SET state = 'REVERSED', remaining = 0 WHERE id = $1";

    private final Ledger ledger;

    PointsCreditRepository(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Those of a member's points that are pending, or that expire.
     *
     * @param pending points that are pending; not part of the balance
     * @param expired points that have expired and are still part of the balance
     * @param expiring points that expire next
     * @param expiresAt the moment at which those expire; null when none ever does
     */
    public record PendingAndExpiring(
            long pending,
            long expired,
            long expiring,
            @Nullable Instant expiresAt) {}

    /** Sums up the pending and expiring points of a member at a moment. */
    public Uni<PendingAndExpiring> pendingAndExpiring(SqlClient client, UUID member, Instant now) {
        return client.preparedQuery(PENDING_AND_EXPIRING)
                .execute(Tuple.of(member, Columns.utc(now)))
                .map(rows -> rows.iterator().next())
                .map(row -> new PendingAndExpiring(
                        row.getLong("pending"),
                        row.getLong("over"),
                        row.getLong("expiring"),
                        Rows.instantOrNull(row, "expires_at")));
    }

    /** Inserts points that the transaction adds to their accounts, or that are added once they have waited. */
    Uni<Void> insert(SqlConnection tx, List<PointsCredit> credits) {
        if (credits.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns = Columns.of(credits)
                .uuids(PointsCredit::id)
                .uuids(PointsCredit::brand)
                .uuids(PointsCredit::member)
                .uuids(PointsCredit::campaign)
                .longs(PointsCredit::amount)
                .instants(PointsCredit::availableAt)
                .instants(PointsCredit::expiresAt)
                .tuple();
        return tx.preparedQuery(INSERT).execute(columns).replaceWithVoid();
    }

    /**
     * Locks the accounts of members, and takes the points from them that have expired. From then on nothing of theirs
     * changes until the transaction ends, but pending points.
     */
    Uni<Void> lockMembers(SqlConnection tx, UUID brand, Collection<UUID> members, Instant now) {
        List<Account> accounts = members.stream().map(Account::member).toList();
        return ledger.lock(tx, brand, accounts, UNIT)
                .flatMap(locked -> tx.preparedQuery(EXPIRE).execute(membersAt(members, now)))
                .flatMap(rows -> ledger.write(tx, Rows.map(rows, row -> expiry(row, now))));
    }

    /**
     * Consumes points of a locked member, in the order of their expiry, and those that never expire last. The balance
     * is for the caller to change.
     *
     * @param first the claim or adjustment whose points are consumed before all others
     */
    Uni<Void> consume(SqlConnection tx, UUID member, long points, UUID first) {
        return tx.preparedQuery(CONSUME)
                .execute(Tuple.of(member, points, first))
                .replaceWithVoid();
    }

    /** Locks the points of a claim, and reads their state; empty where no row is kept for them. */
    Uni<Optional<String>> lockState(SqlConnection tx, UUID claim) {
        return tx.preparedQuery(LOCK_STATE)
                .execute(Tuple.of(claim))
                .map(rows -> Rows.first(rows, row -> row.getString("state")));
    }

    /** Marks the points of a claim as taken back; where no row is kept for them nothing changes. */
    Uni<Void> reverse(SqlConnection tx, UUID claim) {
        return tx.preparedQuery(REVERSE).execute(Tuple.of(claim)).replaceWithVoid();
    }

    /**
     * Finds a campaign with pending points that are due.
     *
     * @param excluded campaigns that are left out
     * @return the campaign; null when there is none
     */
    public Uni<@Nullable UUID> campaignWithPending(SqlClient client, Instant now, Set<UUID> excluded) {
        return first(client, CAMPAIGN_WITH_PENDING, now, excluded);
    }

    /**
     * Releases pending points of a campaign that are due to their members.
     *
     * @param tx the transaction, which holds the lock of the campaign's pool
     * @param limit the largest number of credits whose members are looked at
     */
    public Uni<Void> release(SqlConnection tx, UUID campaign, Instant now, int limit) {
        return membersDue(tx, MEMBERS_PENDING, campaign, now, limit)
                .flatMap(due -> due.members.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : lockMembers(tx, due.brand, due.members, now)
                                .flatMap(locked -> tx.preparedQuery(RELEASE)
                                        .execute(membersAt(due.members, now).addUUID(campaign)))
                                .flatMap(rows -> ledger.write(tx, Rows.map(rows, row -> release(row, now)))));
    }

    /**
     * Finds a brand with points that have expired.
     *
     * @param excluded brands that are left out
     * @return the brand; null when there is none
     */
    public Uni<@Nullable UUID> brandWithExpired(SqlClient client, Instant now, Set<UUID> excluded) {
        return first(client, BRAND_WITH_EXPIRED, now, excluded);
    }

    /**
     * Takes expired points from members of a brand.
     *
     * @param limit the largest number of credits whose members are looked at
     */
    public Uni<Void> expire(SqlConnection tx, UUID brand, Instant now, int limit) {
        return membersDue(tx, MEMBERS_EXPIRED, brand, now, limit)
                .flatMap(due -> due.members.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : lockMembers(tx, due.brand, due.members, now));
    }

    /**
     * Members of a brand with points that are due.
     *
     * @param brand the brand
     * @param members the members
     */
    private record MembersDue(UUID brand, List<UUID> members) {}

    private static Uni<MembersDue> membersDue(SqlConnection tx, String query, UUID owner, Instant now, int limit) {
        return tx.preparedQuery(query)
                .execute(Tuple.of(owner, Columns.utc(now), limit))
                .map(rows -> new MembersDue(
                        Rows.first(rows, row -> row.getUUID("brand_id")).orElse(owner),
                        Rows.map(rows, row -> row.getUUID("member_id"))));
    }

    private static Uni<@Nullable UUID> first(SqlClient client, String query, Instant now, Set<UUID> excluded) {
        return client.preparedQuery(query)
                .execute(Tuple.of(Columns.utc(now), excluded.toArray(UUID[]::new)))
                .map(rows -> Rows.first(rows, row -> row.getUUID("id")).orElse(null));
    }

    private static Tuple membersAt(Collection<UUID> members, Instant now) {
        return Columns.of(members).uuids(member -> member).value(now).tuple();
    }

    private static Transfer expiry(Row row, Instant now) {
        UUID brand = row.getUUID("brand_id");
        return transfer(row, Reason.EXPIRE, Account.member(row.getUUID("member_id")), Account.expired(brand), now);
    }

    private static Transfer release(Row row, Instant now) {
        Account reserve = Account.reserve(row.getUUID("campaign_id"));
        return transfer(row, Reason.RELEASE, reserve, Account.member(row.getUUID("member_id")), now);
    }

    private static Transfer transfer(Row row, Reason reason, Account from, Account to, Instant now) {
        return new Transfer(
                row.getUUID("brand_id"), row.getUUID("id"), reason, UNIT, from, to, row.getLong("remaining"), now);
    }
}
