package dev.yima.gateway.insight;

import dev.yima.engine.prize.ClaimSlot;
import dev.yima.gateway.claim.Reward;
import dev.yima.gateway.claim.SaleAttribution.Rule;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.history.GeoPosition;
import dev.yima.gateway.history.ScanLocation;
import dev.yima.gateway.insight.CodeTimeline.KeptBack;
import dev.yima.gateway.insight.CodeTimeline.StoryClaim;
import dev.yima.gateway.insight.CodeTimeline.StoryScan;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads what happened to one code. */
@ApplicationScoped
class CodeTimelineRepository {
    private static final String SCANS = """
            SELECT scanned_at, member_id, nth, claim, region, latitude, longitude, accuracy_m FROM scan
            WHERE lot = $1 AND serial = $2
            ORDER BY scanned_at LIMIT 200""";
    private static final String COUNT = """
            SELECT count(*) FILTER (WHERE counted) FROM scan WHERE lot = $1 AND serial = $2""";
    private static final String CLAIMS = """
            SELECT c.slot::text AS slot, c.member_id, c.claimed_at, c.position, c.campaign_id, c.partner_id, r.id,
                r.kind, r.amount, r.unit, r.state, r.title, r.coupon_code, r.price, r.expires_at, r.available_at
            FROM claim c LEFT JOIN reward r ON r.lot = c.lot AND r.serial = c.serial AND r.slot = c.slot
            WHERE c.lot = $1 AND c.serial = $2 ORDER BY c.slot""";

    private static final String KEPT_BACK = """
            SELECT u.slot::text AS slot, u.partner_id, u.rule, u.withheld_at FROM withheld_reward u
            WHERE u.lot = $1 AND u.serial = $2 ORDER BY u.slot""";

    private final Pool pool;

    CodeTimelineRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<List<StoryScan>> scans(CodeRef code) {
        return pool.preparedQuery(SCANS)
                .execute(Tuple.of(code.lot(), code.serial()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(CodeTimelineRepository::scan)
                        .toList());
    }

    Uni<Long> counted(CodeRef code) {
        return pool.preparedQuery(COUNT)
                .execute(Tuple.of(code.lot(), code.serial()))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    Uni<List<StoryClaim>> claims(CodeRef code) {
        return pool.preparedQuery(CLAIMS)
                .execute(Tuple.of(code.lot(), code.serial()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(CodeTimelineRepository::claim)
                        .toList());
    }

    Uni<List<KeptBack>> keptBack(CodeRef code) {
        return pool.preparedQuery(KEPT_BACK)
                .execute(Tuple.of(code.lot(), code.serial()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new KeptBack(
                                ClaimSlot.valueOf(row.getString("slot")),
                                row.getUUID("partner_id"),
                                Rule.valueOf(row.getString("rule")),
                                row.getOffsetDateTime("withheld_at").toInstant()))
                        .toList());
    }

    private static StoryScan scan(Row row) {
        return new StoryScan(
                row.getOffsetDateTime("scanned_at").toInstant(),
                row.getUUID("member_id"),
                row.getLong("nth"),
                row.getBoolean("claim"),
                ScanLocation.all(row.getString("region"), place(row)));
    }

    private static @Nullable GeoPosition place(Row row) {
        return row.getDouble("latitude") == null
                ? null
                : new GeoPosition(row.getDouble("latitude"), row.getDouble("longitude"), row.getDouble("accuracy_m"));
    }

    private static StoryClaim claim(Row row) {
        return new StoryClaim(
                ClaimSlot.valueOf(row.getString("slot")),
                row.getUUID("member_id"),
                row.getOffsetDateTime("claimed_at").toInstant(),
                row.getInteger("position"),
                row.getUUID("campaign_id"),
                row.getUUID("partner_id"),
                Reward.of(row));
    }
}
