package dev.yima.gateway.channel;

import dev.yima.engine.ClaimSlot;
import dev.yima.gateway.claim.Earner;
import dev.yima.gateway.claim.Sale;
import dev.yima.gateway.claim.Sale.Rule;
import dev.yima.gateway.claim.Sale.Unpaid;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.partner.Trace;
import dev.yima.gateway.platform.Batcher;
import dev.yima.gateway.platform.Ids;
import dev.yima.gateway.platform.YimaConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Who sold an item: the store that opened its case, the guide who stands for it, and the dealer. The dealer is whoever
 * was shipped the case last, or else supplies the store. Asked in batches, of indexes only.
 *
 * <p>A store, or a dealer, earns nothing by its own people's claims, and its guide nothing either. Those are claims by
 * the same person; by a browser that calls itself the same, on the same network within a day; or, where the brand
 * wants that, by anybody on that network.
 */
@ApplicationScoped
public class Sales {
    private static final int ROWS_MAX = 512;
    private static final Duration WITHIN = Duration.ofSeconds(1);

    /** Each look-up is one by key, {@code LIMIT} says so: a plan made while the tables were empty stays good. */
    private static final String SELECT = Whereabouts.UP + """
            , q AS MATERIALIZED (
                SELECT * FROM unnest($1::int[], $2::int[], $3::uuid[], $4::uuid[], $5::uuid[]) WITH ORDINALITY
                    AS q(of_lot, of_serial, member_id, network, device, n)),
            opened AS (
                SELECT DISTINCT ON (up.of_lot, up.of_serial) up.of_lot, up.of_serial, s.id, s.dealer_id, s.state
                FROM up CROSS JOIN LATERAL (
                    SELECT o.store_id FROM case_opening o WHERE o.lot = up.lot AND o.serial = up.serial LIMIT 1) AS o
                JOIN partner s ON s.id = o.store_id ORDER BY up.of_lot, up.of_serial, up.step),
            guided AS (
                SELECT DISTINCT ON (up.of_lot, up.of_serial) up.of_lot, up.of_serial, g.member_id, g.store_id
                FROM up JOIN opened o USING (of_lot, of_serial) CROSS JOIN LATERAL (
                    SELECT g.member_id, g.store_id FROM guide_bond g
                    WHERE g.lot = up.lot AND g.serial = up.serial AND g.store_id = o.id LIMIT 1) AS g
                ORDER BY up.of_lot, up.of_serial, up.step),
            shipped AS (
            """ + Whereabouts.SHIPPED + """
            ),
            seller AS (
                SELECT o.of_lot, o.of_serial, 'STORE' AS slot, o.id AS partner_id FROM opened o WHERE o.state = 'ACTIVE'
                UNION ALL
                SELECT o.of_lot, o.of_serial, 'GUIDE', o.id FROM opened o WHERE o.state = 'ACTIVE'
                UNION ALL
                SELECT c.of_lot, c.of_serial, 'DEALER', d.id FROM (SELECT DISTINCT of_lot, of_serial FROM q) AS c
                LEFT JOIN shipped s USING (of_lot, of_serial) LEFT JOIN opened o USING (of_lot, of_serial)
                JOIN partner d ON d.id = CASE s.kind WHEN 'OUTBOUND' THEN s.partner_id
                    WHEN 'RETURN' THEN NULL ELSE o.dealer_id END
                WHERE d.state = 'ACTIVE')
            SELECT q.n, seller.slot, seller.partner_id, earner.member_id,
                CASE WHEN own.person THEN 'SAME_PERSON'
                    WHEN own.device AND b.self_scan <> 'SAME_PERSON' THEN 'SAME_DEVICE'
                    WHEN own.network AND b.self_scan = 'SAME_NETWORK' THEN 'SAME_NETWORK' END AS rule
            FROM seller JOIN q USING (of_lot, of_serial) JOIN partner p ON p.id = seller.partner_id
            JOIN brand b ON b.id = p.brand_id LEFT JOIN guided USING (of_lot, of_serial)
            LEFT JOIN LATERAL (
                SELECT c.member_id FROM partner_person c JOIN partner_role r ON r.id = c.role_id
                WHERE c.partner_id = seller.partner_id AND c.left_at IS NULL AND r.slot = seller.slot
                    AND (seller.slot <> 'GUIDE'
                        OR c.member_id = guided.member_id AND guided.store_id = seller.partner_id)
                ORDER BY c.joined_at, c.id LIMIT 1) AS earner ON true
            CROSS JOIN LATERAL (
                SELECT coalesce(bool_or(c.member_id = q.member_id), false) AS person,
                    coalesce(bool_or(c.device = q.device AND c.seen_at > $6), false) AS device,
                    coalesce(bool_or(c.network = q.network AND c.seen_at > $6), false) AS network
                FROM partner_person c WHERE c.partner_id = seller.partner_id AND c.left_at IS NULL) AS own""";

    private static final String KEPT_BACK = """
            SELECT 1 FROM unlinked_slot WHERE lot = $1 AND serial = $2 AND slot = $3::text::claim_slot""";

    /** For how long the network that somebody was seen on tells about them. */
    private static final Duration TRACE_KEPT = Duration.ofDays(1);

    private final Pool pool;
    private final Clock clock;
    private final Batcher<Asked, Sale> batcher;

    Sales(Pool pool, Vertx vertx, Clock clock, YimaConfig config) {
        this.pool = pool;
        this.clock = clock;
        this.batcher = new Batcher<>(vertx, ROWS_MAX, config.limits().queueMax(), WITHIN, this::answer);
    }

    private record Asked(CodeRef code, UUID member, Trace trace, Set<ClaimSlot> slots) {}

    /**
     * Who earns by a consumer's claim.
     *
     * @param code the item
     * @param member who claims
     * @param trace from where
     * @param slots whose rewards the campaign has; others are left out
     */
    public Uni<Sale> of(CodeRef code, UUID member, Trace trace, Set<ClaimSlot> slots) {
        return batcher.submit(new Asked(code, member, trace, slots));
    }

    /** Whether a rule kept a reward back when an item was claimed; it stays so for whoever asks later. */
    public Uni<Boolean> keptBack(CodeRef code, ClaimSlot slot) {
        return pool.preparedQuery(KEPT_BACK)
                .execute(Tuple.of(code.lot(), code.serial(), slot.name()))
                .map(rows -> rows.size() > 0);
    }

    private Uni<List<Sale>> answer(List<Asked> asked) {
        Tuple columns = Tuple.tuple()
                .addArrayOfInteger(asked.stream().map(one -> one.code.lot()).toArray(Integer[]::new))
                .addArrayOfInteger(asked.stream().map(one -> one.code.serial()).toArray(Integer[]::new))
                .addArrayOfUUID(asked.stream().map(Asked::member).toArray(UUID[]::new))
                .addArrayOfUUID(asked.stream().map(one -> one.trace.network()).toArray(UUID[]::new))
                .addArrayOfUUID(asked.stream().map(one -> one.trace.device()).toArray(UUID[]::new))
                .addOffsetDateTime(clock.instant().minus(TRACE_KEPT).atOffset(ZoneOffset.UTC));
        return pool.preparedQuery(SELECT).execute(columns).map(rows -> sales(asked, rows));
    }

    private List<Sale> sales(List<Asked> asked, RowSet<Row> rows) {
        List<List<Earner>> earners = new ArrayList<>();
        List<List<Unpaid>> unpaid = new ArrayList<>();
        asked.forEach(one -> {
            earners.add(new ArrayList<>());
            unpaid.add(new ArrayList<>());
        });
        for (Row row : rows) {
            int n = row.getInteger("n") - 1;
            ClaimSlot slot = ClaimSlot.valueOf(row.getString("slot"));
            UUID partner = row.getUUID("partner_id");
            String rule = row.getString("rule");
            UUID member = row.getUUID("member_id");
            if (asked.get(n).slots.contains(slot) && rule != null) {
                unpaid.get(n).add(new Unpaid(slot, partner, Rule.valueOf(rule)));
            } else if (asked.get(n).slots.contains(slot) && member != null) {
                earners.get(n).add(new Earner(Ids.next(clock), slot, partner, member));
            }
        }
        Sale[] sales = new Sale[asked.size()];
        Arrays.setAll(sales, n -> new Sale(earners.get(n), unpaid.get(n)));
        return List.of(sales);
    }
}
