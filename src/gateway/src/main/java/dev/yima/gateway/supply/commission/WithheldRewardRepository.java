package dev.yima.gateway.supply.commission;

import dev.yima.engine.prize.ClaimSlot;
import dev.yima.gateway.claim.Award;
import dev.yima.gateway.claim.SaleAttribution.Unpaid;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.db.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The rows of rewards that a rule withheld. */
@ApplicationScoped
class WithheldRewardRepository {
    private static final String INSERT = """
            INSERT INTO withheld_reward (lot, serial, slot, brand_id, partner_id, rule, withheld_at)
            SELECT u.lot, u.serial, u.slot::claim_slot, u.brand, u.partner, u.rule, u.at
            FROM unnest($1::int[], $2::int[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::timestamptz[])
                AS u(lot, serial, slot, brand, partner, rule, at)""";
    private static final String EXISTS = """
            SELECT 1 FROM withheld_reward WHERE lot = $1 AND serial = $2 AND slot = $3::text::claim_slot""";

    private record Withheld(Award award, Unpaid unpaid) {}

    /** Writes the withheld rewards of claims. */
    Uni<Void> insert(SqlClient tx, List<Award> awards) {
        List<Withheld> rows = awards.stream()
                .flatMap(award -> award.request().sale().unpaid().stream().map(unpaid -> new Withheld(award, unpaid)))
                .toList();
        if (rows.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns = Columns.<Withheld>of(rows)
                .ints(row -> row.award.request().scan().code().lot())
                .ints(row -> row.award.request().scan().code().serial())
                .names(row -> row.unpaid.slot())
                .uuids(row -> row.award.request().scan().brand())
                .uuids(row -> row.unpaid.partner())
                .names(row -> row.unpaid.rule())
                .instants(row -> row.award.request().scan().at())
                .tuple();
        return tx.preparedQuery(INSERT).execute(columns).replaceWithVoid();
    }

    /** Whether a reward of a code was withheld. */
    Uni<Boolean> exists(SqlClient client, CodeRef code, ClaimSlot slot) {
        return client.preparedQuery(EXISTS)
                .execute(Tuple.of(code.lot(), code.serial(), slot.name()))
                .map(rows -> rows.size() > 0);
    }
}
