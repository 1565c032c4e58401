package dev.yima.gateway.insight;

import dev.yima.engine.prize.ClaimSlot;
import dev.yima.gateway.claim.Reward;
import dev.yima.gateway.claim.SaleAttribution.Rule;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.insight.CodeTimeline.KeptBack;
import dev.yima.gateway.insight.CodeTimeline.TimelineClaim;
import dev.yima.gateway.platform.db.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Reads the claims of a code, and the rewards withheld from its sellers. */
@ApplicationScoped
class CodeTimelineRepository {
    private static final String CLAIMS = """
            SELECT c.slot::text AS slot, c.member_id, c.claimed_at, c.position, c.campaign_id, c.partner_id, r.id,
                r.kind, r.amount, r.unit, r.state, r.title, r.coupon_code, r.price, r.expires_at, r.available_at
            FROM claim c LEFT JOIN reward r ON r.lot = c.lot AND r.serial = c.serial AND r.slot = c.slot
            WHERE c.lot = $1 AND c.serial = $2 ORDER BY c.slot""";
    private static final String WITHHELD = """
            SELECT u.slot::text AS slot, u.partner_id, u.rule, u.withheld_at FROM withheld_reward u
            WHERE u.lot = $1 AND u.serial = $2 ORDER BY u.slot""";

    private final Pool pool;

    CodeTimelineRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<List<TimelineClaim>> claims(CodeRef code) {
        return pool.preparedQuery(CLAIMS)
                .execute(Tuple.of(code.lot(), code.serial()))
                .map(rows -> Rows.map(rows, CodeTimelineRepository::claim));
    }

    Uni<List<KeptBack>> withheld(CodeRef code) {
        return pool.preparedQuery(WITHHELD)
                .execute(Tuple.of(code.lot(), code.serial()))
                .map(rows -> Rows.map(rows, CodeTimelineRepository::withheld));
    }

    private static KeptBack withheld(Row row) {
        return new KeptBack(
                ClaimSlot.valueOf(row.getString("slot")),
                row.getUUID("partner_id"),
                Rule.valueOf(row.getString("rule")),
                Rows.instant(row, "withheld_at"));
    }

    private static TimelineClaim claim(Row row) {
        return new TimelineClaim(
                ClaimSlot.valueOf(row.getString("slot")),
                row.getUUID("member_id"),
                Rows.instant(row, "claimed_at"),
                row.getInteger("position"),
                row.getUUID("campaign_id"),
                row.getUUID("partner_id"),
                Reward.of(row));
    }
}
