package dev.yima.gateway.reward.coupon;

import dev.yima.engine.prize.PrizeDetails;
import dev.yima.gateway.claim.Award;
import dev.yima.gateway.claim.ClaimCommitParticipant;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Issues the coupons that are won. */
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
        Tuple columns = Tuple.tuple()
                .addArrayOfUUID(ids(won, award -> award.request().id()))
                .addArrayOfUUID(ids(won, award -> award.request().scan().brand()))
                .addArrayOfUUID(ids(won, award -> award.request().draw().campaign()))
                .addArrayOfUUID(ids(won, award -> award.request().scan().member()))
                .addArrayOfString(won.stream()
                        .map(award -> award.couponCode().orElseThrow())
                        .toArray(String[]::new))
                .addArrayOfString(
                        won.stream().map(award -> details(award).title()).toArray(String[]::new))
                .addArrayOfLong(
                        won.stream().map(award -> details(award).price()).toArray(Long[]::new))
                .addArrayOfLong(
                        won.stream().map(award -> details(award).storeFee()).toArray(Long[]::new))
                .addArrayOfString(won.stream()
                        .map(award -> award.request().draw().rules().currency())
                        .toArray(String[]::new))
                .addArrayOfOffsetDateTime(won.stream()
                        .map(award -> award.expiresAt().orElseThrow().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new));
        return tx.preparedQuery(INSERT).execute(columns).replaceWithVoid();
    }

    private static UUID[] ids(List<Award> awards, Function<Award, UUID> id) {
        return awards.stream().map(id).toArray(UUID[]::new);
    }

    private static PrizeDetails details(Award award) {
        return award.prize().orElseThrow().details();
    }
}
