package dev.yima.gateway.claim.commit;

import dev.yima.engine.condition.Condition.Fact;
import dev.yima.engine.rules.CampaignRules;
import dev.yima.gateway.claim.ClaimRequest;
import dev.yima.gateway.claim.commit.BatchClaimHistory.Who;
import dev.yima.gateway.reward.packet.LockedPacketRepository;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Reads what people did before, where rules ask for it. No counter is kept for it: the claims themselves are counted,
 * while the lock of the campaign's pool keeps others from being added.
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

    private final LockedPacketRepository packets;

    ClaimHistoryRepository(LockedPacketRepository packets) {
        this.packets = packets;
    }

    Uni<BatchClaimHistory> of(SqlConnection tx, List<ClaimRequest> requests) {
        Map<UUID, CampaignRules> rules = requests.stream()
                .map(request -> request.terms().rules())
                .filter(CampaignRules::needHistory)
                .collect(Collectors.toMap(CampaignRules::campaign, Function.identity(), (one, same) -> one));
        Map<Who, ClaimHistory> pasts = new HashMap<>();
        requests.stream()
                .filter(request -> rules.containsKey(request.terms().campaign()))
                .forEach(request -> pasts.put(Who.in(request), new ClaimHistory()));
        if (pasts.isEmpty()) {
            return Uni.createFrom().item(BatchClaimHistory.NONE);
        }
        return counted(tx, pasts)
                .flatMap(done -> where(
                        rules,
                        pasts,
                        asked -> asked.pool().bonuses().size() > 0,
                        people -> pieces(tx, people, rules, pasts)))
                .flatMap(done -> where(
                        rules,
                        pasts,
                        asked -> asked.pool().locks(),
                        people -> packets.of(tx, people)
                                .invoke(locked -> locked.forEach(packet -> each(
                                        pasts, packet.member(), packet.campaign(), (who, past) -> past.lock(packet))))
                                .replaceWithVoid()))
                .flatMap(done -> where(
                        rules, pasts, asked -> asked.conditions().need(Fact.TAGS), people -> tags(tx, people, pasts)))
                .replaceWith(() -> BatchClaimHistory.of(pasts));
    }

    /** Asks something of the people in those campaigns whose rules want to know. */
    private static Uni<Void> where(
            Map<UUID, CampaignRules> rules,
            Map<Who, ClaimHistory> pasts,
            Predicate<CampaignRules> asks,
            Function<Set<Who>, Uni<Void>> question) {
        Set<Who> people = pasts.keySet().stream()
                .filter(who -> asks.test(known(rules, who)))
                .collect(Collectors.toSet());
        return people.isEmpty() ? Uni.createFrom().voidItem() : question.apply(people);
    }

    private static Uni<Void> counted(SqlConnection tx, Map<Who, ClaimHistory> pasts) {
        List<Who> people = List.copyOf(pasts.keySet());
        Tuple columns = members(people)
                .addArrayOfUUID(people.stream().map(Who::campaign).toArray(UUID[]::new))
                .addArrayOfOffsetDateTime(column(people, Who::today))
                .addArrayOfOffsetDateTime(column(people, Who::week))
                .addArrayOfOffsetDateTime(column(people, Who::month));
        return tx.preparedQuery(COUNT)
                .execute(columns)
                .invoke(rows -> rows.forEach(row ->
                        each(pasts, row.getUUID("member_id"), row.getUUID("campaign_id"), (who, past) -> {
                            if (who.today()
                                    .equals(row.getOffsetDateTime("since").toInstant())) {
                                count(row, past);
                            }
                        })))
                .replaceWithVoid();
    }

    private static void count(Row row, ClaimHistory past) {
        past.today = row.getInteger("today");
        past.inWeek = row.getInteger("in_week");
        past.inMonth = row.getInteger("in_month");
        past.inCampaign = row.getInteger("in_campaign");
        past.ever = row.getInteger("ever");
    }

    private static Uni<Void> pieces(
            SqlConnection tx, Set<Who> people, Map<UUID, CampaignRules> rules, Map<Who, ClaimHistory> pasts) {
        Tuple columns = members(people)
                .addArrayOfUUID(people.stream().map(Who::campaign).toArray(UUID[]::new));
        return tx.preparedQuery(PIECES)
                .execute(columns)
                .invoke(rows -> rows.forEach(row ->
                        each(pasts, row.getUUID("member_id"), row.getUUID("campaign_id"), (who, past) -> {
                            int line = row.getInteger("prize_line");
                            Integer drawn = row.getInteger("drawn_line");
                            int times = row.getInteger("times");
                            if (drawn == null) {
                                past.pieces.merge(line, times, Integer::sum);
                            } else {
                                BatchClaimHistory.handIn(known(rules, who).pool(), line, drawn, times, past.pieces);
                            }
                        })))
                .replaceWithVoid();
    }

    private static Uni<Void> tags(SqlConnection tx, Set<Who> people, Map<Who, ClaimHistory> pasts) {
        return tx.preparedQuery(TAGS)
                .execute(members(people))
                .invoke(rows -> rows.forEach(row -> pasts.forEach((who, past) -> {
                    if (who.member().equals(row.getUUID("member_id"))) {
                        past.tags.add(row.getString("tag"));
                    }
                })))
                .replaceWithVoid();
    }

    private static CampaignRules known(Map<UUID, CampaignRules> rules, Who who) {
        return Objects.requireNonNull(rules.get(who.campaign()), "a past is read where rules ask for it");
    }

    private static void each(
            Map<Who, ClaimHistory> pasts, UUID member, UUID campaign, BiConsumer<Who, ClaimHistory> done) {
        pasts.forEach((who, past) -> {
            if (who.member().equals(member) && who.campaign().equals(campaign)) {
                done.accept(who, past);
            }
        });
    }

    private static Tuple members(Iterable<Who> people) {
        return Tuple.tuple()
                .addArrayOfUUID(StreamSupport.stream(people.spliterator(), false)
                        .map(Who::member)
                        .toArray(UUID[]::new));
    }

    private static OffsetDateTime[] column(List<Who> people, Function<Who, Instant> moment) {
        return people.stream()
                .map(who -> moment.apply(who).atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new);
    }
}
