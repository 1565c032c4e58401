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

    private static final String SELECT = """
            WITH RECURSIVE q AS MATERIALIZED (
                SELECT * FROM unnest($1::int[], $2::int[], $3::uuid[], $4::uuid[], $5::uuid[]) WITH ORDINALITY
                    AS q(lot, serial, member_id, network, device, n)),
            up AS (
                SELECT n, lot, serial, 0 AS step FROM q
                UNION ALL
                SELECT up.n, p.lot, p.serial, up.step + 1 FROM up
                CROSS JOIN LATERAL pack_parent(up.lot, up.serial) AS p WHERE up.step < 5),
            opened AS (
                SELECT DISTINCT ON (up.n) up.n, s.id, s.dealer_id, s.state FROM up
                JOIN case_opening o ON o.lot = up.lot AND o.serial = up.serial
                JOIN partner s ON s.id = o.store_id ORDER BY up.n, up.step),
            guided AS (
                SELECT DISTINCT ON (up.n) up.n, g.member_id, g.store_id FROM up
                JOIN guide_bond g ON g.lot = up.lot AND g.serial = up.serial ORDER BY up.n, up.step),
            shipped AS (
                SELECT DISTINCT ON (up.n) up.n, m.partner_id, m.kind FROM up
                CROSS JOIN LATERAL (
                    SELECT m.partner_id, m.kind, m.moved_at FROM movement m JOIN partner d ON d.id = m.partner_id
                    WHERE m.lot = up.lot AND m.serial = up.serial AND m.kind <> 'RECEIPT' AND d.kind = 'DEALER'
                    ORDER BY m.moved_at DESC, m.id DESC LIMIT 1) AS m
                ORDER BY up.n, m.moved_at DESC),
            seller AS (
                SELECT o.n, 'STORE' AS slot, o.id AS partner_id FROM opened o WHERE o.state = 'ACTIVE'
                UNION ALL
                SELECT g.n, 'GUIDE', o.id FROM guided g JOIN opened o ON o.n = g.n AND o.id = g.store_id
                WHERE o.state = 'ACTIVE'
                UNION ALL
                SELECT q.n, 'DEALER', d.id FROM q LEFT JOIN shipped s USING (n) LEFT JOIN opened o USING (n)
                JOIN partner d ON d.id = CASE WHEN s.kind = 'OUTBOUND' THEN s.partner_id ELSE o.dealer_id END
                WHERE d.state = 'ACTIVE')
            SELECT seller.n, seller.slot, seller.partner_id, earner.member_id,
                CASE WHEN own.person THEN 'SAME_PERSON'
                    WHEN own.device AND b.self_scan <> 'SAME_PERSON' THEN 'SAME_DEVICE'
                    WHEN own.network AND b.self_scan = 'SAME_NETWORK' THEN 'SAME_NETWORK' END AS rule
            FROM seller JOIN q USING (n) JOIN partner p ON p.id = seller.partner_id JOIN brand b ON b.id = p.brand_id
            LEFT JOIN guided USING (n)
            CROSS JOIN LATERAL (
                SELECT c.member_id FROM partner_person c JOIN partner_role r ON r.id = c.role_id
                WHERE c.partner_id = seller.partner_id AND c.left_at IS NULL AND r.slot = seller.slot
                    AND (seller.slot <> 'GUIDE' OR c.member_id = guided.member_id)
                ORDER BY c.joined_at, c.id LIMIT 1) AS earner
            CROSS JOIN LATERAL (
                SELECT coalesce(bool_or(c.member_id = q.member_id), false) AS person,
                    coalesce(bool_or(c.device = q.device AND c.seen_at > $6), false) AS device,
                    coalesce(bool_or(c.network = q.network AND c.seen_at > $6), false) AS network
                FROM partner_person c WHERE c.partner_id = seller.partner_id AND c.left_at IS NULL) AS own""";

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
            if (asked.get(n).slots.contains(slot) && rule == null) {
                earners.get(n).add(new Earner(Ids.next(clock), slot, partner, row.getUUID("member_id")));
            } else if (asked.get(n).slots.contains(slot)) {
                unpaid.get(n).add(new Unpaid(slot, partner, Rule.valueOf(rule)));
            }
        }
        Sale[] sales = new Sale[asked.size()];
        Arrays.setAll(sales, n -> new Sale(earners.get(n), unpaid.get(n)));
        return List.of(sales);
    }
}
