package dev.yima.gateway.claim.commit;

import dev.yima.gateway.claim.ClaimRequest;
import dev.yima.gateway.claim.commit.RewardCounts.Count;
import dev.yima.gateway.claim.commit.RewardCounts.Who;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Counts what people earned by others' claims before, where a ladder asks: the claims themselves, while the lock of the
 * campaign's pool keeps others from being added.
 */
@ApplicationScoped
public class RewardCountRepository {
    private static final String COUNT = """
            SELECT q.n, count(*) FILTER (WHERE c.claimed_at >= q.today) AS today,
                count(*) FILTER (WHERE c.claimed_at >= q.week) AS in_week,
                count(*) FILTER (WHERE c.claimed_at >= q.month) AS in_month, count(*) AS in_campaign
            FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[])
                WITH ORDINALITY AS q(member_id, slot, campaign_id, today, week, month, n)
            JOIN claim c ON c.member_id = q.member_id AND c.campaign_id = q.campaign_id
                AND c.slot = q.slot::claim_slot AND c.linked_to IS NOT NULL
            GROUP BY q.n""";

    Uni<RewardCounts> of(SqlConnection tx, List<ClaimRequest> requests) {
        List<Who> people = requests.stream()
                .filter(request -> request.terms().rules().pool().hasLadders())
                .flatMap(request -> request.follows().isPresent()
                        ? Stream.of(request)
                        : request.sale().earners().stream().map(request::by))
                .filter(request -> request.terms().rules().pool().hasLadder(request.slot()))
                .map(Who::in)
                .distinct()
                .toList();
        if (people.isEmpty()) {
            return Uni.createFrom().item(RewardCounts.NONE);
        }
        Tuple columns = Tuple.tuple()
                .addArrayOfUUID(people.stream().map(Who::member).toArray(UUID[]::new))
                .addArrayOfString(people.stream().map(who -> who.slot().name()).toArray(String[]::new))
                .addArrayOfUUID(people.stream().map(Who::campaign).toArray(UUID[]::new))
                .addArrayOfOffsetDateTime(column(people, Who::today))
                .addArrayOfOffsetDateTime(column(people, Who::week))
                .addArrayOfOffsetDateTime(column(people, Who::month));
        return tx.preparedQuery(COUNT).execute(columns).map(rows -> {
            Map<Who, Count> counts = new HashMap<>();
            people.forEach(who -> counts.put(who, Count.NONE));
            rows.forEach(row -> counts.put(
                    people.get(row.getInteger("n") - 1),
                    new Count(
                            row.getInteger("today"),
                            row.getInteger("in_week"),
                            row.getInteger("in_month"),
                            row.getInteger("in_campaign"))));
            return RewardCounts.of(counts);
        });
    }

    private static OffsetDateTime[] column(List<Who> people, Function<Who, Instant> moment) {
        return people.stream()
                .map(who -> moment.apply(who).atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new);
    }
}
