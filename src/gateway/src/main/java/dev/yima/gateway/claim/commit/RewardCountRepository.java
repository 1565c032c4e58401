package dev.yima.gateway.claim.commit;

import dev.yima.gateway.claim.ClaimRequest;
import dev.yima.gateway.claim.commit.RewardCounts.BeneficiaryKey;
import dev.yima.gateway.platform.db.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Counts earlier rewards of beneficiaries, where a ladder asks: it counts the claims themselves, while the lock of the
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

    /**
     * Counts the rewards of those who earn by the requests.
     *
     * @param tx the transaction, which holds the lock of the campaigns' pools
     * @param requests the requests of a batch
     */
    Uni<RewardCounts> read(SqlConnection tx, List<ClaimRequest> requests) {
        List<BeneficiaryKey> keys = requests.stream()
                .filter(request -> request.draw().rules().pool().hasLadders())
                .flatMap(request -> request.follows().isPresent()
                        ? Stream.of(request)
                        : request.sale().beneficiaries().stream().map(request::forBeneficiary))
                .filter(request -> request.draw().rules().pool().hasLadder(request.slot()))
                .map(BeneficiaryKey::of)
                .distinct()
                .toList();
        if (keys.isEmpty()) {
            return Uni.createFrom().item(RewardCounts.NONE);
        }
        Tuple columns = Columns.of(keys)
                .uuids(key -> key.beneficiary().member())
                .names(BeneficiaryKey::slot)
                .uuids(key -> key.beneficiary().campaign())
                .instants(key -> key.periods().day())
                .instants(key -> key.periods().week())
                .instants(key -> key.periods().month())
                .tuple();
        return tx.preparedQuery(COUNT).execute(columns).map(rows -> {
            Map<BeneficiaryKey, PeriodCounts> counts = new HashMap<>();
            keys.forEach(key -> counts.put(key, PeriodCounts.NONE));
            rows.forEach(row -> counts.put(keys.get(row.getInteger("n") - 1), PeriodCounts.of(row)));
            return RewardCounts.of(counts);
        });
    }
}
