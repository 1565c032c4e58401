package dev.yima.gateway.reward.packet;

import dev.yima.engine.prize.PrizeKind;
import dev.yima.gateway.claim.Award;
import dev.yima.gateway.claim.ClaimCommitParticipant;
import dev.yima.gateway.claim.LockedPacket;
import dev.yima.gateway.claim.LockedPacketLookup;
import dev.yima.gateway.claim.MemberInCampaign;
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
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of locked packets. They change only under the lock of their campaign's pool. */
@ApplicationScoped
public class LockedPacketRepository implements ClaimCommitParticipant, LockedPacketLookup {
    private static final String COLUMNS =
            "SELECT l.claim_id, l.brand_id, l.campaign_id, l.member_id, l.kind, l.amount, l.unit, l.expires_at ";
    private static final String OF_MEMBERS = COLUMNS + """
            FROM unnest($1::uuid[], $2::uuid[]) AS q(member_id, campaign_id)
            JOIN locked_packet l USING (member_id, campaign_id)
            WHERE l.state = 'LOCKED' ORDER BY l.expires_at, l.claim_id""";
    private static final String INSERT = """
            INSERT INTO locked_packet (claim_id, brand_id, campaign_id, member_id, kind, amount, unit, expires_at,
                state)
            SELECT p.*, 'LOCKED'
            FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::bigint[], $7::text[],
                $8::timestamptz[]) AS p""";
    private static final String OPEN = """
            WITH n AS (SELECT * FROM unnest($1::uuid[], $2::uuid[]) AS n(claim_id, opened_by)),
            opened AS (
                UPDATE locked_packet l SET state = 'OPENED', opened_by = n.opened_by FROM n
                WHERE l.claim_id = n.claim_id AND l.state = 'LOCKED'
                RETURNING 1)
            SELECT require_rows('locked packet', (SELECT count(*) FROM n), (SELECT count(*) FROM opened), '40001')""";
    private static final String RETURN = """
            UPDATE locked_packet l SET state = 'RETURNED'
            FROM (SELECT claim_id FROM locked_packet
                WHERE campaign_id = $1 AND state = 'LOCKED' AND expires_at <= $2 ORDER BY expires_at LIMIT $3) AS due
            WHERE l.claim_id = due.claim_id
            RETURNING l.claim_id, l.brand_id, l.campaign_id, l.member_id, l.kind, l.amount, l.unit, l.expires_at""";
    private static final String END = """
            UPDATE locked_packet SET expires_at = $2
            WHERE claim_id = ANY ($1) AND state = 'LOCKED' AND expires_at > $2""";
    private static final String DUE = """
            SELECT campaign_id FROM locked_packet WHERE state = 'LOCKED' AND expires_at <= $1
                AND campaign_id <> ALL ($2)
            ORDER BY expires_at LIMIT 1""";

    @Override
    public LockOrder order() {
        return LockOrder.PACKET;
    }

    /** Lets packets that were not opened be over at a moment. */
    Uni<Void> endNow(SqlClient client, UUID[] claims, Instant now) {
        return client.preparedQuery(END)
                .execute(Tuple.of(claims, Columns.utc(now)))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> write(SqlConnection tx, List<Award> awards) {
        return Uni.join()
                .all(insert(tx, awards), open(tx, awards))
                .andCollectFailures()
                .replaceWithVoid();
    }

    private static Uni<Void> insert(SqlConnection tx, List<Award> awards) {
        List<LockedPacket> packets =
                awards.stream().filter(Award::isLocked).map(Award::locked).toList();
        if (packets.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns = Columns.of(packets)
                .uuids(LockedPacket::claim)
                .uuids(LockedPacket::brand)
                .uuids(LockedPacket::campaign)
                .uuids(LockedPacket::member)
                .names(LockedPacket::kind)
                .longs(LockedPacket::amount)
                .texts(LockedPacket::unit)
                .instants(LockedPacket::expiresAt)
                .tuple();
        return tx.preparedQuery(INSERT).execute(columns).replaceWithVoid();
    }

    private static Uni<Void> open(SqlConnection tx, List<Award> awards) {
        List<Award> opening =
                awards.stream().filter(award -> award.opens().isPresent()).toList();
        if (opening.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns = Columns.of(opening)
                .uuids(award -> award.opens().orElseThrow().claim())
                .uuids(award -> award.request().id())
                .tuple();
        return tx.preparedQuery(OPEN).execute(columns).replaceWithVoid();
    }

    @Override
    public Uni<List<LockedPacket>> find(SqlClient client, Collection<MemberInCampaign> members) {
        Tuple columns = Columns.of(members.stream().distinct().toList())
                .uuids(MemberInCampaign::member)
                .uuids(MemberInCampaign::campaign)
                .tuple();
        return client.preparedQuery(OF_MEMBERS)
                .execute(columns)
                .map(rows -> Rows.map(rows, LockedPacketRepository::packet));
    }

    /**
     * Finds a campaign with packets that have expired.
     *
     * @param excluded campaigns that are left out
     * @return the campaign; null when there is none
     */
    public Uni<@Nullable UUID> campaignWithExpired(SqlClient client, Instant now, Set<UUID> excluded) {
        return client.preparedQuery(DUE)
                .execute(Tuple.of(Columns.utc(now), excluded.toArray(UUID[]::new)))
                .map(rows -> Rows.first(rows, row -> row.getUUID("campaign_id")).orElse(null));
    }

    /**
     * Returns expired packets to their campaign for good.
     *
     * @param tx the transaction, which holds the lock of the campaign's pool
     * @param limit the largest number of packets
     * @return the packets
     */
    public Uni<List<LockedPacket>> expire(SqlConnection tx, UUID campaign, Instant now, int limit) {
        return tx.preparedQuery(RETURN)
                .execute(Tuple.of(campaign, Columns.utc(now), limit))
                .map(rows -> Rows.map(rows, LockedPacketRepository::packet));
    }

    private static LockedPacket packet(Row row) {
        return new LockedPacket(
                row.getUUID("claim_id"),
                row.getUUID("brand_id"),
                row.getUUID("campaign_id"),
                row.getUUID("member_id"),
                PrizeKind.valueOf(row.getString("kind")),
                row.getLong("amount"),
                row.getString("unit"),
                Rows.instant(row, "expires_at"));
    }
}
