package dev.yima.gateway.reward.packet;

import dev.yima.engine.prize.PrizeKind;
import dev.yima.gateway.claim.Award;
import dev.yima.gateway.claim.ClaimCommitParticipant;
import dev.yima.gateway.claim.LockedPacket;
import dev.yima.gateway.claim.commit.BatchClaimHistory;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
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
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The packets that wait for the next claim of their person. They change only under the lock of their pool. */
@ApplicationScoped
public class LockedPacketRepository implements ClaimCommitParticipant {
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
    private static final String DUE = """
            SELECT campaign_id FROM locked_packet WHERE state = 'LOCKED' AND expires_at <= $1
                AND campaign_id <> ALL ($2)
            ORDER BY expires_at LIMIT 1""";

    @Override
    public LockOrder order() {
        return LockOrder.PACKET;
    }

    @Override
    public Uni<Void> write(SqlConnection tx, List<Award> awards) {
        return Uni.join()
                .all(lock(tx, awards), open(tx, awards))
                .andCollectFailures()
                .replaceWithVoid();
    }

    private static Uni<Void> lock(SqlConnection tx, List<Award> awards) {
        List<LockedPacket> packets =
                awards.stream().filter(Award::isLocked).map(Award::locked).toList();
        if (packets.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns = Tuple.tuple()
                .addArrayOfUUID(packets.stream().map(LockedPacket::claim).toArray(UUID[]::new))
                .addArrayOfUUID(packets.stream().map(LockedPacket::brand).toArray(UUID[]::new))
                .addArrayOfUUID(packets.stream().map(LockedPacket::campaign).toArray(UUID[]::new))
                .addArrayOfUUID(packets.stream().map(LockedPacket::member).toArray(UUID[]::new))
                .addArrayOfString(
                        packets.stream().map(packet -> packet.kind().name()).toArray(String[]::new))
                .addArrayOfLong(packets.stream().map(LockedPacket::amount).toArray(Long[]::new))
                .addArrayOfString(packets.stream().map(LockedPacket::unit).toArray(String[]::new))
                .addArrayOfOffsetDateTime(packets.stream()
                        .map(packet -> packet.expiresAt().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new));
        return tx.preparedQuery(INSERT).execute(columns).replaceWithVoid();
    }

    private static Uni<Void> open(SqlConnection tx, List<Award> awards) {
        List<Award> opening =
                awards.stream().filter(award -> award.opens().isPresent()).toList();
        if (opening.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns = Tuple.tuple()
                .addArrayOfUUID(opening.stream()
                        .map(award -> award.opens().orElseThrow().claim())
                        .toArray(UUID[]::new))
                .addArrayOfUUID(
                        opening.stream().map(award -> award.request().id()).toArray(UUID[]::new));
        return tx.preparedQuery(OPEN).execute(columns).replaceWithVoid();
    }

    /** The packets of people in campaigns that are still locked, those that expire first first. */
    public Uni<List<LockedPacket>> of(SqlClient client, Collection<BatchClaimHistory.Who> people) {
        Tuple columns = Tuple.tuple()
                .addArrayOfUUID(
                        people.stream().map(BatchClaimHistory.Who::member).toArray(UUID[]::new))
                .addArrayOfUUID(
                        people.stream().map(BatchClaimHistory.Who::campaign).toArray(UUID[]::new));
        return client.preparedQuery(OF_MEMBERS)
                .execute(columns)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(LockedPacketRepository::packet)
                        .distinct()
                        .toList());
    }

    /** A campaign with a packet that has expired, but for some; null when there is none. */
    public Uni<@Nullable UUID> campaignWithExpired(SqlClient client, Instant now, Set<UUID> but) {
        return client.preparedQuery(DUE)
                .execute(Tuple.of(now.atOffset(ZoneOffset.UTC), but.toArray(UUID[]::new)))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getUUID("campaign_id"));
    }

    /** Closes expired packets of a campaign for good, in a transaction that holds the lock of its pool. */
    public Uni<List<LockedPacket>> expire(SqlConnection tx, UUID campaign, Instant now, int most) {
        return tx.preparedQuery(RETURN)
                .execute(Tuple.of(campaign, now.atOffset(ZoneOffset.UTC), most))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(LockedPacketRepository::packet)
                        .toList());
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
                row.getOffsetDateTime("expires_at").toInstant());
    }
}
