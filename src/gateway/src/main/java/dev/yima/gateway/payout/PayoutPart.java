package dev.yima.gateway.payout;

import dev.yima.engine.PrizeKind;
import dev.yima.gateway.claim.Award;
import dev.yima.gateway.claim.ClaimPart;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** Puts the cash that is won into the outbox. */
@ApplicationScoped
class PayoutPart implements ClaimPart {
    private static final String INSERT = """
            INSERT INTO payout (claim_id, brand_id, member_id, amount, currency, state, bill_no, attempts, due_at,
                created_at)
            SELECT p.claim, p.brand, p.member, p.amount, p.currency, 'AWARDED', replace(p.claim::text, '-', ''), 0,
                p.at, p.at
            FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::text[], $6::timestamptz[])
                AS p(claim, brand, member, amount, currency, at)""";

    @Override
    public LockOrder order() {
        return LockOrder.PAYOUT;
    }

    @Override
    public Uni<Void> write(SqlConnection tx, List<Award> awards) {
        List<Award> cash = awards.stream()
                .filter(award -> award.prize()
                        .filter(prize -> prize.kind() == PrizeKind.CASH)
                        .isPresent())
                .toList();
        if (cash.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns = Tuple.tuple()
                .addArrayOfUUID(cash.stream().map(award -> award.request().id()).toArray(UUID[]::new))
                .addArrayOfUUID(cash.stream()
                        .map(award -> award.request().scan().brand())
                        .toArray(UUID[]::new))
                .addArrayOfUUID(cash.stream()
                        .map(award -> award.request().scan().member())
                        .toArray(UUID[]::new))
                .addArrayOfLong(cash.stream()
                        .map(award -> award.prize().orElseThrow().amount())
                        .toArray(Long[]::new))
                .addArrayOfString(
                        cash.stream().map(award -> award.unit().orElseThrow()).toArray(String[]::new))
                .addArrayOfOffsetDateTime(cash.stream()
                        .map(award -> award.request().scan().at().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new));
        return tx.preparedQuery(INSERT).execute(columns).replaceWithVoid();
    }
}
