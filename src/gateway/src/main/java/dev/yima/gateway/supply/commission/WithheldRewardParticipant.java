package dev.yima.gateway.supply.commission;

import dev.yima.gateway.claim.Award;
import dev.yima.gateway.claim.ClaimCommitParticipant;
import dev.yima.gateway.claim.SaleAttribution.Unpaid;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** Writes down whose reward a rule kept back, so that somebody who asks can be told. */
@ApplicationScoped
class WithheldRewardParticipant implements ClaimCommitParticipant {
    private static final String INSERT = """
            INSERT INTO withheld_reward (lot, serial, slot, brand_id, partner_id, rule, withheld_at)
            SELECT u.lot, u.serial, u.slot::claim_slot, u.brand, u.partner, u.rule, u.at
            FROM unnest($1::int[], $2::int[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::timestamptz[])
                AS u(lot, serial, slot, brand, partner, rule, at)""";

    @Override
    public LockOrder order() {
        return LockOrder.VOUCHER;
    }

    @Override
    public Uni<Void> write(SqlConnection tx, List<Award> awards) {
        List<Row> rows = awards.stream()
                .flatMap(award -> award.request().sale().unpaid().stream().map(unpaid -> new Row(award, unpaid)))
                .toList();
        if (rows.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns = Tuple.tuple()
                .addArrayOfInteger(rows.stream()
                        .map(row -> row.award.request().scan().code().lot())
                        .toArray(Integer[]::new))
                .addArrayOfInteger(rows.stream()
                        .map(row -> row.award.request().scan().code().serial())
                        .toArray(Integer[]::new))
                .addArrayOfString(
                        rows.stream().map(row -> row.unpaid.slot().name()).toArray(String[]::new))
                .addArrayOfUUID(rows.stream()
                        .map(row -> row.award.request().scan().brand())
                        .toArray(UUID[]::new))
                .addArrayOfUUID(rows.stream().map(row -> row.unpaid.partner()).toArray(UUID[]::new))
                .addArrayOfString(
                        rows.stream().map(row -> row.unpaid.rule().name()).toArray(String[]::new))
                .addArrayOfOffsetDateTime(rows.stream()
                        .map(row -> row.award.request().scan().at().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new));
        return tx.preparedQuery(INSERT).execute(columns).replaceWithVoid();
    }

    private record Row(Award award, Unpaid unpaid) {}
}
