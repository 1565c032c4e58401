package dev.yima.gateway.reward.gift;

import dev.yima.engine.prize.PrizeKind;
import dev.yima.gateway.claim.Award;
import dev.yima.gateway.claim.ClaimCommitParticipant;
import dev.yima.gateway.platform.db.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Inserts the gifts that claims win, which then wait for an address. */
@ApplicationScoped
class GiftParticipant implements ClaimCommitParticipant {
    private static final String INSERT = """
            INSERT INTO gift (claim_id, brand_id, member_id, title, state)
            SELECT g.*, 'WON' FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[]) AS g""";

    @Override
    public LockOrder order() {
        return LockOrder.VOUCHER;
    }

    @Override
    public Uni<Void> write(SqlConnection tx, List<Award> awards) {
        List<Award> won = awards.stream()
                .filter(award ->
                        award.kind().filter(kind -> kind == PrizeKind.GIFT).isPresent())
                .toList();
        if (won.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns = Columns.of(won)
                .uuids(award -> award.request().id())
                .uuids(award -> award.request().scan().brand())
                .uuids(award -> award.request().scan().member())
                .texts(award -> award.prize().orElseThrow().details().title())
                .tuple();
        return tx.preparedQuery(INSERT).execute(columns).replaceWithVoid();
    }
}
