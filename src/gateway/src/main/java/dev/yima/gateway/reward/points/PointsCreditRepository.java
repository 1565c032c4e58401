package dev.yima.gateway.reward.points;

import dev.yima.engine.prize.PrizeKind;
import dev.yima.gateway.ledger.Account;
import dev.yima.gateway.ledger.Ledger;
import dev.yima.gateway.ledger.Transfer;
import dev.yima.gateway.ledger.Transfer.Reason;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Points that wait before they count, and points that expire; all others are a balance and nothing else. Whoever
 * changes what counts holds the account of the member first, so that what is remembered here is never more than the
 * balance.
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
    private static final String TAKE = """
            UPDATE points_credit c SET remaining = c.remaining - t.taken,
                state = CASE WHEN c.remaining = t.taken THEN 'USED' ELSE c.state END
            FROM (SELECT id, least(remaining, $2 - before) AS taken FROM (
                SELECT id, remaining, coalesce(sum(remaining) OVER (
                        ORDER BY id <> $3, expires_at, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::bigint
                    AS before
                FROM points_credit WHERE member_id = $1 AND state = 'AVAILABLE') AS held) AS t
            WHERE c.id = t.id AND t.taken > 0""";
    private static final String PENDING = """
            SELECT campaign_id AS id FROM points_credit WHERE state = 'PENDING' AND available_at <= $1
                AND campaign_id <> ALL ($2)
            ORDER BY available_at LIMIT 1""";
    private static final String DUE = """
            SELECT brand_id AS id FROM points_credit
            WHERE state = 'AVAILABLE' AND expires_at IS NOT NULL AND expires_at <= $1
                AND brand_id <> ALL ($2)
            ORDER BY expires_at LIMIT 1""";
    private static final String MEMBERS_PENDING = """
            SELECT DISTINCT brand_id, member_id FROM (SELECT brand_id, member_id FROM points_credit
                WHERE campaign_id = $1 AND state = 'PENDING' AND available_at <= $2
                ORDER BY available_at LIMIT $3) AS due""";
    private static final String MEMBERS_DUE = """
            SELECT DISTINCT brand_id, member_id FROM (SELECT brand_id, member_id FROM points_credit
                WHERE brand_id = $1 AND state = 'AVAILABLE' AND expires_at IS NOT NULL AND expires_at <= $2
                ORDER BY expires_at LIMIT $3) AS due""";
    private static final String STANDING = """
            WITH live AS (SELECT state, remaining, expires_at FROM points_credit
                WHERE member_id = $1 AND state IN ('PENDING', 'AVAILABLE')),
            next AS (SELECT min(expires_at) AS at FROM live WHERE state = 'AVAILABLE' AND expires_at > $2)
            SELECT coalesce(sum(remaining) FILTER (WHERE state = 'PENDING'), 0)::bigint AS pending,
                coalesce(sum(remaining) FILTER (WHERE state = 'AVAILABLE' AND expires_at <= $2), 0)::bigint AS over,
                coalesce(sum(remaining) FILTER (WHERE state = 'AVAILABLE' AND expires_at = next.at), 0)::bigint
                    AS expiring,
                max(next.at) AS expires_at
            FROM live CROSS JOIN next""";

    private final Ledger ledger;

    PointsCreditRepository(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * What of a member's points is not simply there.
     *
     * @param pending points that wait; not part of the balance
     * @param over points that have expired and are still part of the balance
     * @param expiring points that expire next
     * @param expiresAt when they do; null when none ever does
     */
    public record Standing(
            long pending,
            long over,
            long expiring,
            @Nullable Instant expiresAt) {}

    /** How a member stands at a moment. */
    public Uni<Standing> standing(SqlClient client, UUID member, Instant now) {
        return client.preparedQuery(STANDING)
                .execute(Tuple.of(member, now.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.iterator().next())
                .map(row -> new Standing(
                        row.getLong("pending"),
                        row.getLong("over"),
                        row.getLong("expiring"),
                        row.getOffsetDateTime("expires_at") == null
                                ? null
                                : row.getOffsetDateTime("expires_at").toInstant()));
    }

    /** Remembers points of accounts that the transaction has added them to, or will when they have waited. */
    Uni<Void> insert(SqlConnection tx, List<PointsCredit> credits) {
        if (credits.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns = Tuple.tuple()
                .addArrayOfUUID(ids(credits, PointsCredit::id))
                .addArrayOfUUID(ids(credits, PointsCredit::brand))
                .addArrayOfUUID(ids(credits, PointsCredit::member))
                .addArrayOfUUID(ids(credits, PointsCredit::campaign))
                .addArrayOfLong(credits.stream().map(PointsCredit::amount).toArray(Long[]::new))
                .addArrayOfOffsetDateTime(moments(credits, PointsCredit::availableAt))
                .addArrayOfOffsetDateTime(moments(credits, PointsCredit::expiresAt));
        return tx.preparedQuery(INSERT).execute(columns).replaceWithVoid();
    }

    /**
     * Locks the accounts of members, and takes from them what has expired. From then on nothing of theirs changes until
     * the transaction ends, but what waits.
     */
    Uni<Void> hold(SqlConnection tx, UUID brand, Collection<UUID> members, Instant now) {
        List<Account> accounts = members.stream().map(Account::member).toList();
        return ledger.hold(tx, brand, accounts, UNIT)
                .flatMap(held -> tx.preparedQuery(EXPIRE).execute(due(members, now)))
                .flatMap(rows -> ledger.write(tx, transfers(rows, row -> expired(row, now))));
    }

    /**
     * Takes points that a member has, those that expire first first and those that never do last; the balance is the
     * caller's. In a transaction that holds the member.
     *
     * @param first whose points go before all others: a claim or an adjustment
     */
    Uni<Void> take(SqlConnection tx, UUID member, long points, UUID first) {
        return tx.preparedQuery(TAKE).execute(Tuple.of(member, points, first)).replaceWithVoid();
    }

    /** A campaign with points that have waited, but for some; null when there is none. */
    public Uni<@Nullable UUID> campaignWithPending(SqlClient client, Instant now, Set<UUID> but) {
        return first(client, PENDING, now, but);
    }

    /** Lets points of a campaign count that have waited, in a transaction that holds the lock of its pool. */
    public Uni<Void> release(SqlConnection tx, UUID campaign, Instant now, int most) {
        return members(tx, MEMBERS_PENDING, campaign, now, most)
                .flatMap(due -> due.members.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : hold(tx, due.brand, due.members, now)
                                .flatMap(held -> tx.preparedQuery(RELEASE)
                                        .execute(due(due.members, now).addUUID(campaign)))
                                .flatMap(rows -> ledger.write(tx, transfers(rows, row -> released(row, now)))));
    }

    /** A brand with points that have expired, but for some; null when there is none. */
    public Uni<@Nullable UUID> brandWithExpired(SqlClient client, Instant now, Set<UUID> but) {
        return first(client, DUE, now, but);
    }

    /** Takes points of a brand's members that have expired. */
    public Uni<Void> expire(SqlConnection tx, UUID brand, Instant now, int most) {
        return members(tx, MEMBERS_DUE, brand, now, most)
                .flatMap(due ->
                        due.members.isEmpty() ? Uni.createFrom().voidItem() : hold(tx, due.brand, due.members, now));
    }

    private record Due(UUID brand, List<UUID> members) {}

    private static Uni<Due> members(SqlConnection tx, String query, UUID of, Instant now, int most) {
        return tx.preparedQuery(query)
                .execute(Tuple.of(of, now.atOffset(ZoneOffset.UTC), most))
                .map(rows -> new Due(
                        rows.size() == 0 ? of : rows.iterator().next().getUUID("brand_id"),
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(row -> row.getUUID("member_id"))
                                .toList()));
    }

    private static Uni<@Nullable UUID> first(SqlClient client, String query, Instant now, Set<UUID> but) {
        return client.preparedQuery(query)
                .execute(Tuple.of(now.atOffset(ZoneOffset.UTC), but.toArray(UUID[]::new)))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getUUID("id"));
    }

    private static Tuple due(Collection<UUID> members, Instant now) {
        return Tuple.tuple()
                .addArrayOfUUID(members.toArray(UUID[]::new))
                .addOffsetDateTime(now.atOffset(ZoneOffset.UTC));
    }

    private static List<Transfer> transfers(RowSet<Row> rows, Function<Row, Transfer> transfer) {
        return StreamSupport.stream(rows.spliterator(), false).map(transfer).toList();
    }

    private static Transfer expired(Row row, Instant now) {
        UUID brand = row.getUUID("brand_id");
        return transfer(row, Reason.EXPIRE, Account.member(row.getUUID("member_id")), Account.expired(brand), now);
    }

    private static Transfer released(Row row, Instant now) {
        Account reserve = Account.reserve(row.getUUID("campaign_id"));
        return transfer(row, Reason.RELEASE, reserve, Account.member(row.getUUID("member_id")), now);
    }

    private static Transfer transfer(Row row, Reason reason, Account from, Account to, Instant now) {
        return new Transfer(
                row.getUUID("brand_id"), row.getUUID("id"), reason, UNIT, from, to, row.getLong("remaining"), now);
    }

    private static @Nullable UUID[] ids(List<PointsCredit> credits, Function<PointsCredit, @Nullable UUID> id) {
        return credits.stream().map(id).toArray(UUID[]::new);
    }

    private static @Nullable OffsetDateTime[] moments(
            List<PointsCredit> credits, Function<PointsCredit, @Nullable Instant> moment) {
        return credits.stream()
                .map(moment)
                .map(at -> at == null ? null : at.atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new);
    }
}
