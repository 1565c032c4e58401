package dev.yima.gateway.claim.commit;

import static dev.yima.gateway.platform.db.Columns.optional;

import dev.yima.engine.prize.ClaimSlot;
import dev.yima.engine.prize.PrizeAward;
import dev.yima.gateway.claim.Award;
import dev.yima.gateway.claim.ClaimKey;
import dev.yima.gateway.claim.Claims.HeldClaim;
import dev.yima.gateway.claim.PartnerClaim;
import dev.yima.gateway.claim.Reward;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.db.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of claims. The constraint {@code claim_once} is what makes a code pay once. */
@ApplicationScoped
public class ClaimRepository {
    static final String CLAIM_ONCE = "claim_once";

    private static final String INSERT = """
            INSERT INTO claim (lot, serial, slot, id, brand_id, member_id, campaign_id, position, prize_line,
                drawn_line, kind, amount, unit, claimed_at, linked_to, partner_id)
            SELECT c.lot, c.serial, c.slot::claim_slot, c.id, c.brand, c.member, c.campaign, c.position, c.line,
                c.drawn, c.kind, c.amount, c.unit, c.at, c.linked_to, c.partner
            FROM unnest($1::int[], $2::int[], $3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::int[],
                $9::int[], $10::int[], $11::text[], $12::bigint[], $13::text[], $14::timestamptz[], $15::uuid[],
                $16::uuid[])
                AS c(lot, serial, slot, id, brand, member, campaign, position, line, drawn, kind, amount, unit, at,
                    linked_to, partner)""";
    private static final String FIND = """
            SELECT c.lot, c.serial, c.slot::text AS slot, c.id AS claim_id, c.member_id, r.id, r.kind, r.amount, r.unit,
                r.state, r.title, r.coupon_code, r.price, r.expires_at, r.available_at
            FROM unnest($1::int[], $2::int[], $3::text[]) AS q(lot, serial, slot)
            JOIN claim c ON c.lot = q.lot AND c.serial = q.serial AND c.slot = q.slot::claim_slot
            LEFT JOIN reward r ON r.lot = c.lot AND r.serial = c.serial AND r.slot = c.slot""";

    /** Inserts claims. Fails with a violation of {@link #CLAIM_ONCE} when one of them was made before. */
    Uni<Void> insert(SqlConnection tx, List<Award> awards) {
        Tuple columns = Columns.of(awards)
                .ints(award -> award.request().scan().code().lot())
                .ints(award -> award.request().scan().code().serial())
                .names(award -> award.request().slot())
                .uuids(award -> award.request().id())
                .uuids(award -> award.request().scan().brand())
                .uuids(award -> award.request().scan().member())
                .uuids(award -> award.request().draw().campaign())
                .ints(optional(Award::position))
                .ints(optional(Award::line))
                .ints(optional(Award::drawnLine))
                .names(optional(Award::kind))
                .longs(optional(award -> award.win().map(PrizeAward::amount)))
                .texts(optional(Award::unit))
                .instants(award -> award.request().scan().at())
                .uuids(optional(award -> award.request().follows()))
                .uuids(optional(award -> award.request().partnerClaim().map(PartnerClaim::partner)))
                .tuple();
        return tx.preparedQuery(INSERT).execute(columns).replaceWithVoid();
    }

    /** Finds claims that were made, by what was claimed; those that nobody made are left out. */
    Uni<Map<ClaimKey, HeldClaim>> find(SqlClient client, Collection<ClaimKey> keys) {
        Tuple columns = Columns.of(keys)
                .ints(key -> key.code().lot())
                .ints(key -> key.code().serial())
                .names(ClaimKey::slot)
                .tuple();
        return client.preparedQuery(FIND).execute(columns).map(rows -> {
            Map<ClaimKey, HeldClaim> held = new HashMap<>();
            rows.forEach(row -> held.put(
                    new ClaimKey(CodeRef.of(row), ClaimSlot.valueOf(row.getString("slot"))),
                    new HeldClaim(
                            row.getUUID("claim_id"), row.getUUID("member_id"), Optional.ofNullable(Reward.of(row)))));
            return held;
        });
    }
}
