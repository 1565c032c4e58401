package dev.yima.gateway.reward.coupon;

import static dev.yima.gateway.platform.db.Columns.optional;

import dev.yima.engine.prize.PrizeDetails;
import dev.yima.gateway.claim.Award;
import dev.yima.gateway.claim.ClaimCommitParticipant;
import dev.yima.gateway.platform.db.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Issues the coupons that claims win. */
@ApplicationScoped
class CouponParticipant implements ClaimCommitParticipant {
    private static final String INSERT = """
            INSERT INTO coupon (claim_id, brand_id, campaign_id, member_id, code, title, price, store_fee, currency,
                expires_at, state)
            SELECT q.*, 'ISSUED'
            FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::bigint[],
                $8::bigint[], $9::text[], $10::timestamptz[]) AS q""";

    @Override
    public LockOrder order() {
        return LockOrder.VOUCHER;
    }

    @Override
    public Uni<Void> write(SqlConnection tx, List<Award> awards) {
        List<Award> won =
                awards.stream().filter(award -> award.couponCode().isPresent()).toList();
        if (won.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns = Columns.of(won)
                .uuids(award -> award.request().id())
                .uuids(award -> award.request().scan().brand())
                .uuids(award -> award.request().draw().campaign())
                .uuids(award -> award.request().scan().member())
                .texts(optional(Award::couponCode))
                .texts(award -> details(award).title())
                .longs(award -> details(award).price())
                .longs(award -> details(award).storeFee())
                .texts(award -> award.request().draw().rules().currency())
                .instants(optional(Award::expiresAt))
                .tuple();
        return tx.preparedQuery(INSERT).execute(columns).replaceWithVoid();
    }

    private static PrizeDetails details(Award award) {
        return award.prize().orElseThrow().details();
    }
}
