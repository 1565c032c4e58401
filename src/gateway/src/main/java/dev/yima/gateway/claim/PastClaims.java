package dev.yima.gateway.claim;

import dev.yima.gateway.claim.Pasts.Counts;
import dev.yima.gateway.claim.Pasts.Who;
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
import java.util.UUID;

/**
 * Counts what people claimed before, where rules ask for it. No counter is kept for it: the claims themselves are
 * counted, while the lock of the campaign's pool keeps others from being added.
 */
@ApplicationScoped
class PastClaims {
    private static final String COUNT = """
            SELECT q.member_id, q.campaign_id, q.today AS since,
                count(*) FILTER (WHERE c.campaign_id = q.campaign_id AND c.claimed_at >= q.today) AS today,
                count(*) FILTER (WHERE c.campaign_id = q.campaign_id) AS in_campaign,
                count(c.id) AS ever
            FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) AS q(member_id, campaign_id, today)
            JOIN claim c ON c.member_id = q.member_id AND c.slot = 'CONSUMER'
            GROUP BY q.member_id, q.campaign_id, q.today""";

    Uni<Pasts> of(SqlConnection tx, List<ClaimRequest> requests) {
        List<Who> asked = requests.stream()
                .filter(request -> request.terms().rules().conditions().askForThePast())
                .map(Who::in)
                .distinct()
                .toList();
        if (asked.isEmpty()) {
            return Uni.createFrom().item(Pasts.NONE);
        }
        Tuple columns = Tuple.tuple()
                .addArrayOfUUID(asked.stream().map(Who::member).toArray(UUID[]::new))
                .addArrayOfUUID(asked.stream().map(Who::campaign).toArray(UUID[]::new))
                .addArrayOfOffsetDateTime(asked.stream()
                        .map(who -> who.today().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new));
        return tx.preparedQuery(COUNT).execute(columns).map(rows -> {
            Map<Who, Counts> counts = new HashMap<>();
            asked.forEach(who -> counts.put(who, Counts.ZERO));
            rows.forEach(row -> counts.put(who(row), counts(row)));
            return Pasts.of(counts);
        });
    }

    private static Who who(Row row) {
        Instant since = row.getOffsetDateTime("since").toInstant();
        return new Who(row.getUUID("member_id"), row.getUUID("campaign_id"), since);
    }

    private static Counts counts(Row row) {
        return new Counts(row.getInteger("today"), row.getInteger("in_campaign"), row.getInteger("ever"));
    }
}
