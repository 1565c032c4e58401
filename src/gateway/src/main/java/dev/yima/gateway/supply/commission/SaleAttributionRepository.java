package dev.yima.gateway.supply.commission;

import dev.yima.engine.prize.ClaimSlot;
import dev.yima.gateway.claim.SaleAttribution;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.partner.PartnerState;
import dev.yima.gateway.partner.people.NetworkPseudonym;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.supply.aggregation.AggregationPaths;
import dev.yima.gateway.supply.movement.Movement;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Facts for the attribution of sales, each for many codes at once and by keys only. The caller joins them: in SQL it
 * would be joins of lists whose lengths no plan knows.
 */
@ApplicationScoped
class SaleAttributionRepository {
    /** Each look-up is one by key, {@code LIMIT} says so: a plan made while the tables were empty stays good. */
    private static final String LEVELS = AggregationPaths.UP + """
            SELECT up.of_lot, up.of_serial, up.step, o.store_id, m.kind, m.partner_id, m.moved_at, m.id,
                g.store_id AS promoter_store, g.member_id AS promoter
            FROM up LEFT JOIN LATERAL (
                SELECT o.store_id FROM case_opening o WHERE o.lot = up.lot AND o.serial = up.serial LIMIT 1) AS o
                ON true
            LEFT JOIN LATERAL (
                SELECT m.kind, m.partner_id, m.moved_at, m.id FROM movement m JOIN partner p ON p.id = m.partner_id
                WHERE m.lot = up.lot AND m.serial = up.serial AND m.kind <> 'RECEIPT' AND p.kind = 'DEALER'
                ORDER BY m.moved_at DESC, m.id DESC LIMIT 1) AS m ON true
            LEFT JOIN LATERAL (
                SELECT g.store_id, g.member_id FROM promoter_assignment g WHERE g.lot = up.lot AND g.serial = up.serial
                ORDER BY g.store_id LIMIT 1000) AS g ON true
            ORDER BY up.step""";

    /** Each partner with its supplier, and who joined first in each role that is rewarded there without a promotion. */
    private static final String SELLERS = """
            SELECT p.id, p.dealer_id, p.state, b.self_scan, c.member_id, c.slot FROM (
                SELECT q.id FROM unnest($1::uuid[]) AS q(id) UNION
                SELECT s.dealer_id FROM partner s WHERE s.id = ANY($1) AND s.dealer_id IS NOT NULL) AS a
            JOIN partner p ON p.id = a.id JOIN brand b ON b.id = p.brand_id LEFT JOIN LATERAL (
                SELECT first.member_id, r.slot, first.joined_at, first.id FROM partner_role r CROSS JOIN LATERAL (
                    SELECT c.member_id, c.joined_at, c.id FROM partner_employee c
                    WHERE c.partner_id = p.id AND c.role_id = r.id AND c.left_at IS NULL
                    ORDER BY c.joined_at, c.id LIMIT 1) AS first
                WHERE (r.brand_id = p.brand_id OR r.brand_id IS NULL) AND r.slot <> 'GUIDE') AS c ON true
            ORDER BY c.joined_at, c.id""";

    /** Promotions whose promoter still has the role there. */
    private static final String PROMOTERS = """
            SELECT g.store, g.promoter FROM unnest($1::uuid[], $2::uuid[]) AS g(store, promoter)
            WHERE EXISTS (
                SELECT 1 FROM partner_employee c JOIN partner_role r ON r.id = c.role_id
                WHERE c.member_id = g.promoter AND c.partner_id = g.store AND c.left_at IS NULL
                    AND r.slot = 'GUIDE')""";

    /**
     * A network is looked for only where the brand wants that: half a province may be on it. Of each identity the
     * latest posts are found, so that a crowd on one network, or in one post after another, slows no other claim.
     */
    private static final String RELATIONS = """
            SELECT i.id AS identity, c.partner_id, 'SAME_PERSON' AS rule FROM unnest($2::uuid[]) AS i(id)
            CROSS JOIN LATERAL (
                SELECT c.partner_id FROM partner_employee c WHERE c.member_id = i.id AND c.left_at IS NULL
                LIMIT 1000) AS c
            UNION ALL
            SELECT i.id, c.partner_id, 'SAME_DEVICE' FROM unnest($4::uuid[]) AS i(id) CROSS JOIN LATERAL (
                SELECT c.partner_id FROM employee_pseudonym t
                JOIN partner_employee c ON c.member_id = t.member_id AND c.left_at IS NULL
                WHERE t.device = i.id AND t.seen_at > $5 ORDER BY t.seen_at DESC LIMIT 1000) AS c
            UNION ALL
            SELECT i.network, c.partner_id, 'SAME_NETWORK' FROM (
                SELECT DISTINCT l.brand_id, q.network FROM unnest($1::int[], $3::uuid[]) AS q(lot, network)
                JOIN lot l ON l.number = q.lot JOIN brand b ON b.id = l.brand_id
                WHERE b.self_scan = 'SAME_NETWORK') AS i
            CROSS JOIN LATERAL (
                SELECT c.partner_id FROM employee_pseudonym t
                JOIN partner_employee c ON c.member_id = t.member_id AND c.left_at IS NULL
                WHERE t.brand_id = i.brand_id AND t.network = i.network AND t.seen_at > $5
                ORDER BY t.seen_at DESC LIMIT 1000) AS c""";

    /**
     * The facts about a code, or about one of its ancestors.
     *
     * @param store the store that opened it as a case; null for none
     * @param shipment its last shipment to a dealer, or return from one; null for none
     * @param promotion a promoter of it; null for none. For several there are as many levels
     */
    record Level(
            @Nullable UUID store,
            @Nullable Shipment shipment,
            @Nullable Promotion promotion) {
        private static Level of(Row row) {
            UUID promoter = row.getUUID("promoter");
            String kind = row.getString("kind");
            return new Level(
                    row.getUUID("store_id"),
                    kind == null
                            ? null
                            : new Shipment(
                                    Movement.Kind.valueOf(kind),
                                    row.getUUID("partner_id"),
                                    Rows.instant(row, "moved_at"),
                                    row.getUUID("id")),
                    promoter == null ? null : new Promotion(row.getUUID("promoter_store"), promoter));
        }
    }

    /**
     * An assignment of a promoter.
     *
     * @param store the store where it holds
     * @param promoter the employee
     */
    record Promotion(UUID store, UUID promoter) {}

    /**
     * A movement to a dealer or back.
     *
     * @param kind shipment or return
     * @param dealer the dealer
     * @param at the moment when it happened
     * @param id its id, which orders those of one moment
     */
    record Shipment(Movement.Kind kind, UUID dealer, Instant at, UUID id) {}

    /**
     * A store or a dealer.
     *
     * @param dealer the dealer who supplies it; null for a dealer, and for a store without one
     * @param isActive whether it takes part
     * @param selfScan the loosest rule that withholds its rewards
     * @param first who is rewarded in a role without a promotion: of all in it, the one who joined first
     */
    record Seller(@Nullable UUID dealer, boolean isActive, SaleAttribution.Rule selfScan, Map<ClaimSlot, UUID> first) {
        private static Seller of(Row row) {
            return new Seller(
                    row.getUUID("dealer_id"),
                    row.getString("state").equals(PartnerState.ACTIVE.name()),
                    SaleAttribution.Rule.valueOf(row.getString("self_scan")),
                    new EnumMap<>(ClaimSlot.class));
        }
    }

    /**
     * A consumer who claims.
     *
     * @param code the item
     * @param member the consumer
     * @param pseudonym the network of the request, and the browser on it
     */
    record Claimant(CodeRef code, UUID member, NetworkPseudonym pseudonym) {}

    /**
     * A likeness between a claimant and an employee of a partner.
     *
     * @param identity a member, the pseudonym of a browser, or that of a network
     * @param partner the partner where the employee works
     */
    record Relation(UUID identity, UUID partner) {}

    /** The facts about codes and all their ancestors; of each code from the inside outwards. */
    Uni<Map<CodeRef, List<Level>>> levels(SqlClient client, Set<CodeRef> codes) {
        return client.preparedQuery(LEVELS)
                .execute(AggregationPaths.columns(codes).tuple())
                .map(rows -> {
                    Map<CodeRef, List<Level>> levels = new HashMap<>();
                    rows.forEach(row -> levels.computeIfAbsent(
                                    CodeRef.of(row, "of_lot", "of_serial"), first -> new ArrayList<>())
                            .add(Level.of(row)));
                    return levels;
                });
    }

    /** Finds partners by their ids, and their suppliers with them. */
    Uni<Map<UUID, Seller>> sellers(SqlClient client, Set<UUID> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return client.preparedQuery(SELLERS)
                .execute(Columns.<UUID>of(ids).uuids(id -> id).tuple())
                .map(rows -> {
                    Map<UUID, Seller> sellers = new HashMap<>();
                    rows.forEach(row -> {
                        Seller seller = sellers.computeIfAbsent(row.getUUID("id"), first -> Seller.of(row));
                        String slot = row.getString("slot");
                        if (slot != null) {
                            seller.first.putIfAbsent(ClaimSlot.valueOf(slot), row.getUUID("member_id"));
                        }
                    });
                    return sellers;
                });
    }

    /** Those of some promotions whose promoter still has the role there. */
    Uni<Set<Promotion>> valid(SqlClient client, Set<Promotion> promotions) {
        if (promotions.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        Tuple columns = Columns.of(promotions)
                .uuids(Promotion::store)
                .uuids(Promotion::promoter)
                .tuple();
        return client.preparedQuery(PROMOTERS)
                .execute(columns)
                .map(rows -> Set.copyOf(
                        Rows.map(rows, row -> new Promotion(row.getUUID("store"), row.getUUID("promoter")))));
    }

    /**
     * Finds the partners where claimants, or employees like them, work, and the rule by which that is so.
     *
     * @param since the earliest moment at which an employee's network counts
     */
    Uni<Map<Relation, SaleAttribution.Rule>> relations(
            SqlClient client, Collection<Claimant> claimants, Instant since) {
        Tuple columns = Tuple.tuple()
                .addArrayOfInteger(claimants.stream().map(one -> one.code.lot()).toArray(Integer[]::new))
                .addArrayOfUUID(identities(claimants, Claimant::member))
                .addArrayOfUUID(
                        claimants.stream().map(one -> one.pseudonym.network()).toArray(UUID[]::new))
                .addArrayOfUUID(identities(claimants, one -> one.pseudonym.device()))
                .addOffsetDateTime(Columns.utc(since));
        return client.preparedQuery(RELATIONS).execute(columns).map(rows -> {
            Map<Relation, SaleAttribution.Rule> relations = new HashMap<>();
            rows.forEach(row -> relations.put(
                    new Relation(row.getUUID("identity"), row.getUUID("partner_id")),
                    SaleAttribution.Rule.valueOf(row.getString("rule"))));
            return relations;
        });
    }

    /** The stores that opened codes or their ancestors, and the dealers to whom they were shipped. */
    static Set<UUID> partners(Collection<List<Level>> levels) {
        Set<UUID> partners = new HashSet<>();
        levels.forEach(each -> each.forEach(level -> {
            if (level.store != null) {
                partners.add(level.store);
            }
            if (level.shipment != null) {
                partners.add(level.shipment.dealer);
            }
        }));
        return partners;
    }

    private static UUID[] identities(Collection<Claimant> claimants, Function<Claimant, UUID> identity) {
        return claimants.stream().map(identity).distinct().toArray(UUID[]::new);
    }
}
