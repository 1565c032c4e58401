package dev.yima.gateway.claim.commit;

import dev.yima.engine.prize.ClaimSlot;
import dev.yima.engine.prize.PrizeAward;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.gateway.claim.Award;
import dev.yima.gateway.claim.ClaimKey;
import dev.yima.gateway.claim.Claims.Holding;
import dev.yima.gateway.claim.PartnerClaim;
import dev.yima.gateway.claim.Reward;
import dev.yima.gateway.history.CodeRef;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** The rows of claims. The constraint {@code claim_once} is what makes a code pay once. */
@ApplicationScoped
public class ClaimRepository {
    static final String ONCE = "claim_once";

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
    private static final String HOLDINGS = """
            SELECT c.lot, c.serial, c.slot::text AS slot, c.id AS claim_id, c.member_id, r.id, r.kind, r.amount, r.unit,
                r.state, r.title, r.coupon_code, r.price, r.expires_at, r.available_at
            FROM unnest($1::int[], $2::int[], $3::text[]) AS q(lot, serial, slot)
            JOIN claim c ON c.lot = q.lot AND c.serial = q.serial AND c.slot = q.slot::claim_slot
            LEFT JOIN reward r ON r.lot = c.lot AND r.serial = c.serial AND r.slot = c.slot""";

    Uni<Void> insert(SqlConnection tx, List<Award> awards) {
        Tuple columns = Tuple.tuple()
                .addArrayOfInteger(
                        column(awards, award -> award.request().scan().code().lot(), Integer[]::new))
                .addArrayOfInteger(
                        column(awards, award -> award.request().scan().code().serial(), Integer[]::new))
                .addArrayOfString(column(awards, award -> award.request().slot().name(), String[]::new))
                .addArrayOfUUID(column(awards, award -> award.request().id(), UUID[]::new))
                .addArrayOfUUID(column(awards, award -> award.request().scan().brand(), UUID[]::new))
                .addArrayOfUUID(column(awards, award -> award.request().scan().member(), UUID[]::new))
                .addArrayOfUUID(column(awards, award -> award.request().terms().campaign(), UUID[]::new))
                .addArrayOfInteger(optional(awards, Award::position, Integer[]::new))
                .addArrayOfInteger(optional(awards, Award::line, Integer[]::new))
                .addArrayOfInteger(optional(awards, Award::drawn, Integer[]::new))
                .addArrayOfString(optional(awards, award -> award.kind().map(PrizeKind::name), String[]::new))
                .addArrayOfLong(optional(awards, award -> award.win().map(PrizeAward::amount), Long[]::new))
                .addArrayOfString(optional(awards, Award::unit, String[]::new))
                .addArrayOfOffsetDateTime(column(
                        awards, award -> award.request().scan().at().atOffset(ZoneOffset.UTC), OffsetDateTime[]::new))
                .addArrayOfUUID(optional(awards, award -> award.request().follows(), UUID[]::new))
                .addArrayOfUUID(
                        optional(awards, award -> award.request().earning().map(PartnerClaim::partner), UUID[]::new));
        return tx.preparedQuery(INSERT).execute(columns).replaceWithVoid();
    }

    Uni<Map<ClaimKey, Holding>> holdings(SqlClient client, Collection<ClaimKey> keys) {
        Tuple columns = Tuple.tuple()
                .addArrayOfInteger(keys.stream().map(key -> key.code().lot()).toArray(Integer[]::new))
                .addArrayOfInteger(keys.stream().map(key -> key.code().serial()).toArray(Integer[]::new))
                .addArrayOfString(keys.stream().map(key -> key.slot().name()).toArray(String[]::new));
        return client.preparedQuery(HOLDINGS).execute(columns).map(rows -> {
            Map<ClaimKey, Holding> holdings = new HashMap<>();
            for (Row row : rows) {
                CodeRef code = new CodeRef(row.getInteger("lot"), row.getInteger("serial"));
                ClaimKey key = new ClaimKey(code, ClaimSlot.valueOf(row.getString("slot")));
                holdings.put(
                        key,
                        new Holding(
                                row.getUUID("claim_id"),
                                row.getUUID("member_id"),
                                Optional.ofNullable(Reward.of(row))));
            }
            return holdings;
        });
    }

    private static <C> C[] column(List<Award> awards, Function<Award, C> value, IntFunction<C[]> array) {
        return awards.stream().map(value).toArray(array);
    }

    /** A column that is null where there is no value. */
    private static <C> C[] optional(List<Award> awards, Function<Award, Optional<C>> value, IntFunction<C[]> array) {
        C[] column = array.apply(awards.size());
        for (int i = 0; i < column.length; i++) {
            int row = i;
            value.apply(awards.get(i)).ifPresent(cell -> column[row] = cell);
        }
        return column;
    }
}
