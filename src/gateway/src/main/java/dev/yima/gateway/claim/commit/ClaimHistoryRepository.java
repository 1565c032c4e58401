package dev.yima.gateway.claim.commit;

import dev.yima.engine.condition.Condition.Fact;
import dev.yima.engine.rules.CampaignRules;
import dev.yima.gateway.claim.ClaimRequest;
import dev.yima.gateway.claim.LockedPacketLookup;
import dev.yima.gateway.claim.MemberInCampaign;
import dev.yima.gateway.claim.commit.BatchClaimHistory.ClaimantKey;
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
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Reads earlier claims of claimants, where rules ask for them. No counter is kept for it: the claims themselves are
 * counted, while the lock of the campaign's pool keeps others from being added.
 */
@ApplicationScoped
public class ClaimHistoryRepository {
    private static final String COUNT = """
            SELECT q.member_id, q.campaign_id, q.today AS since,
                count(*) FILTER (WHERE c.claimed_at >= q.today AND c.campaign_id = q.campaign_id) AS today,
                count(*) FILTER (WHERE c.claimed_at >= q.week AND c.campaign_id = q.campaign_id) AS in_week,
                count(*) FILTER (WHERE c.claimed_at >= q.month AND c.campaign_id = q.campaign_id) AS in_month,
                count(*) FILTER (WHERE c.campaign_id = q.campaign_id) AS in_campaign,
                count(c.id) AS ever
            FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[])
                AS q(member_id, campaign_id, today, week, month)
            JOIN claim c ON c.member_id = q.member_id AND c.position IS NOT NULL
            GROUP BY q.member_id, q.campaign_id, q.today""";
    private static final String PIECES = """
            SELECT c.member_id, c.campaign_id, c.prize_line, c.drawn_line, count(*) AS times
            FROM (SELECT DISTINCT * FROM unnest($1::uuid[], $2::uuid[]) AS q(member_id, campaign_id)) AS q
            JOIN claim c USING (member_id, campaign_id)
            WHERE c.position IS NOT NULL AND (c.kind = 'PIECE' OR c.drawn_line IS NOT NULL)
            GROUP BY 1, 2, 3, 4""";
    private static final String TAGS = """
            SELECT member_id, tag FROM member_tag WHERE member_id = ANY ($1::uuid[])""";

    private final LockedPacketLookup packets;

    ClaimHistoryRepository(LockedPacketLookup packets) {
        this.packets = packets;
    }

    /**
     * Reads the histories of the claimants of a batch.
     *
     * @param tx the transaction, which holds the lock of the campaigns' pools
     * @param requests the requests of the batch
     */
    Uni<BatchClaimHistory> read(SqlConnection tx, List<ClaimRequest> requests) {
        Reading reading = Reading.of(requests);
        if (reading.histories.isEmpty()) {
            return Uni.createFrom().item(BatchClaimHistory.NONE);
        }
        return readCounts(tx, reading)
                .flatMap(done -> reading.where(
                        rules -> rules.pool().bonuses().size() > 0, keys -> readPieces(tx, keys, reading)))
                .flatMap(done -> reading.where(rules -> rules.pool().locks(), keys -> readPackets(tx, keys, reading)))
                .flatMap(done ->
                        reading.where(rules -> rules.conditions().need(Fact.TAGS), keys -> readTags(tx, keys, reading)))
                .replaceWith(() -> BatchClaimHistory.of(reading.histories));
    }

    private static Uni<Void> readCounts(SqlConnection tx, Reading reading) {
        Tuple columns = Columns.of(reading.histories.keySet())
                .uuids(ClaimantKey::member)
                .uuids(ClaimantKey::campaign)
                .instants(key -> key.periods().day())
                .instants(key -> key.periods().week())
                .instants(key -> key.periods().month())
                .tuple();
        return tx.preparedQuery(COUNT)
                .execute(columns)
                .invoke(rows -> rows.forEach(row -> reading.each(claimant(row), (key, history) -> {
                    if (key.periods().day().equals(Rows.instant(row, "since"))) {
                        history.counts = PeriodCounts.of(row);
                        history.inBrand = row.getInteger("ever");
                    }
                })))
                .replaceWithVoid();
    }

    private static Uni<Void> readPieces(SqlConnection tx, List<ClaimantKey> keys, Reading reading) {
        Tuple columns = Columns.of(keys)
                .uuids(ClaimantKey::member)
                .uuids(ClaimantKey::campaign)
                .tuple();
        return tx.preparedQuery(PIECES)
                .execute(columns)
                .invoke(rows -> rows.forEach(row ->
                        reading.each(claimant(row), (key, history) -> count(row, reading.rules(key), history.pieces))))
                .replaceWithVoid();
    }

    /** The pieces that a member has in a campaign, by prize line. */
    Uni<Map<Integer, Integer>> pieces(SqlClient client, UUID member, CampaignRules rules) {
        return client.preparedQuery(PIECES)
                .execute(Tuple.of(new UUID[] {member}, new UUID[] {rules.campaign()}))
                .map(rows -> {
                    Map<Integer, Integer> pieces = new HashMap<>();
                    rows.forEach(row -> count(row, rules, pieces));
                    return pieces;
                });
    }

    private static void count(Row row, CampaignRules rules, Map<Integer, Integer> pieces) {
        int line = row.getInteger("prize_line");
        Integer drawn = row.getInteger("drawn_line");
        int times = row.getInteger("times");
        if (drawn == null) {
            pieces.merge(line, times, Integer::sum);
        } else {
            BatchClaimHistory.consumePieces(rules.pool(), line, drawn, times, pieces);
        }
    }

    private Uni<Void> readPackets(SqlConnection tx, List<ClaimantKey> keys, Reading reading) {
        return packets.find(tx, keys.stream().map(ClaimantKey::claimant).toList())
                .invoke(locked -> locked.forEach(packet -> reading.each(
                        new MemberInCampaign(packet.member(), packet.campaign()),
                        (key, history) -> history.lock(packet))))
                .replaceWithVoid();
    }

    private static Uni<Void> readTags(SqlConnection tx, List<ClaimantKey> keys, Reading reading) {
        return tx.preparedQuery(TAGS)
                .execute(Columns.of(keys).uuids(ClaimantKey::member).tuple())
                .invoke(rows -> rows.forEach(row -> reading.histories.forEach((key, history) -> {
                    if (key.member().equals(row.getUUID("member_id"))) {
                        history.tags.add(row.getString("tag"));
                    }
                })))
                .replaceWithVoid();
    }

    private static MemberInCampaign claimant(Row row) {
        return new MemberInCampaign(row.getUUID("member_id"), row.getUUID("campaign_id"));
    }

    /**
     * The state of one call.
     *
     * @param rules the rules that ask for a history, by campaign
     * @param histories the histories as far as they are read
     */
    private record Reading(Map<UUID, CampaignRules> rules, Map<ClaimantKey, ClaimHistory> histories) {
        static Reading of(List<ClaimRequest> requests) {
            Map<UUID, CampaignRules> rules = requests.stream()
                    .map(request -> request.draw().rules())
                    .filter(CampaignRules::needHistory)
                    .collect(Collectors.toMap(CampaignRules::campaign, Function.identity(), (one, same) -> one));
            Map<ClaimantKey, ClaimHistory> histories = new HashMap<>();
            requests.stream()
                    .filter(request -> rules.containsKey(request.draw().campaign()))
                    .forEach(request -> histories.put(ClaimantKey.of(request), new ClaimHistory()));
            return new Reading(rules, histories);
        }

        CampaignRules rules(ClaimantKey key) {
            return Objects.requireNonNull(rules.get(key.campaign()), "only histories that rules ask for are read");
        }

        /** Runs a query for the claimants of those campaigns whose rules need it; without any there is no query. */
        Uni<Void> where(Predicate<CampaignRules> need, Function<List<ClaimantKey>, Uni<Void>> query) {
            List<ClaimantKey> keys = histories.keySet().stream()
                    .filter(key -> need.test(rules(key)))
                    .toList();
            return keys.isEmpty() ? Uni.createFrom().voidItem() : query.apply(keys);
        }

        void each(MemberInCampaign claimant, BiConsumer<ClaimantKey, ClaimHistory> action) {
            histories.forEach((key, history) -> {
                if (key.claimant().equals(claimant)) {
                    action.accept(key, history);
                }
            });
        }
    }
}
