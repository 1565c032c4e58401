package dev.yima.gateway.supply.commission;

import dev.yima.engine.prize.ClaimSlot;
import dev.yima.gateway.claim.SaleAttribution;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.partner.PartnerState;
import dev.yima.gateway.partner.people.NetworkPseudonym;
import dev.yima.gateway.supply.movement.Movement;
import dev.yima.gateway.supply.trace.LocationLookup;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
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
 * What there is to know about who sold items, each for many at once and by keys only. What belongs together is put
 * together by whoever asks: in SQL it would be joins of lists whose lengths no plan knows.
 */
@ApplicationScoped
class SaleAttributionRepository {
    /** Each look-up is one by key, {@code LIMIT} says so: a plan made while the tables were empty stays good. */
    private static final String LEVELS = LocationLookup.UP + """
            SELECT up.of_lot, up.of_serial, up.step, o.store_id, m.kind, m.partner_id, m.moved_at, m.id,
                g.store_id AS guided, g.member_id AS guide
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

    /** Each with whoever supplies it, and all who are paid there. */
    private static final String SELLERS = """
            SELECT p.id, p.dealer_id, p.state, b.self_scan, c.member_id, c.slot FROM (
                SELECT q.id FROM unnest($1::uuid[]) AS q(id) UNION
                SELECT s.dealer_id FROM partner s WHERE s.id = ANY($1) AND s.dealer_id IS NOT NULL) AS a
            JOIN partner p ON p.id = a.id JOIN brand b ON b.id = p.brand_id LEFT JOIN LATERAL (
                SELECT c.member_id, r.slot, c.joined_at, c.id FROM partner_employee c
                JOIN partner_role r ON r.id = c.role_id
                WHERE c.partner_id = p.id AND c.left_at IS NULL AND r.slot IS NOT NULL) AS c ON true
            ORDER BY c.joined_at, c.id""";

    /** A network is looked for only where the brand wants that: half a province may be on it. */
    private static final String RELATIONS = """
            SELECT c.member_id AS mark, c.partner_id, 'SAME_PERSON' AS rule FROM partner_employee c
            WHERE c.member_id = ANY($2) AND c.left_at IS NULL
            UNION ALL
            SELECT t.device, c.partner_id, 'SAME_DEVICE' FROM employee_pseudonym t
            JOIN partner_employee c ON c.member_id = t.member_id AND c.left_at IS NULL
            WHERE t.device = ANY($4) AND t.seen_at > $5
            UNION ALL
            SELECT t.network, c.partner_id, 'SAME_NETWORK' FROM employee_pseudonym t
            JOIN partner_employee c ON c.member_id = t.member_id AND c.left_at IS NULL
            WHERE t.brand_id = ANY(ARRAY(
                    SELECT b.id FROM lot l JOIN brand b ON b.id = l.brand_id
                    WHERE l.number = ANY($1) AND b.self_scan = 'SAME_NETWORK'))
                AND t.network = ANY($3) AND t.seen_at > $5""";

    /**
     * What is known of a code by itself, or by something that it is in.
     *
     * @param store who opened it as a case; null where nobody did
     * @param shipment how it went to a dealer, or came back, last; null where it never did
     * @param bond who stands for it at a store; null where nobody does. For several there are as many levels
     */
    record Level(
            @Nullable UUID store,
            @Nullable Shipment shipment,
            @Nullable Bond bond) {
        private static Level of(Row row) {
            UUID guide = row.getUUID("guide");
            String kind = row.getString("kind");
            return new Level(
                    row.getUUID("store_id"),
                    kind == null
                            ? null
                            : new Shipment(
                                    Movement.Kind.valueOf(kind),
                                    row.getUUID("partner_id"),
                                    row.getOffsetDateTime("moved_at").toInstant(),
                                    row.getUUID("id")),
                    guide == null ? null : new Bond(row.getUUID("guided"), guide));
        }
    }

    /**
     * That a guide stands for a pack.
     *
     * @param store at which store
     * @param guide who
     */
    record Bond(UUID store, UUID guide) {}

    /**
     * A movement to a dealer or back.
     *
     * @param kind which of them
     * @param dealer the dealer
     * @param at when
     * @param id its id, which orders those of one moment
     */
    record Shipment(Movement.Kind kind, UUID dealer, Instant at, UUID id) {}

    /**
     * A store or a dealer.
     *
     * @param dealer who supplies it; null for a dealer, and where nobody does
     * @param isActive whether it takes part
     * @param selfScan the loosest rule that keeps its rewards back
     * @param people who work there, by what they are paid as, the first who joined first
     */
    record Seller(
            @Nullable UUID dealer, boolean isActive, SaleAttribution.Rule selfScan, Map<ClaimSlot, List<UUID>> people) {
        private static Seller of(Row row) {
            return new Seller(
                    row.getUUID("dealer_id"),
                    row.getString("state").equals(PartnerState.ACTIVE.name()),
                    SaleAttribution.Rule.valueOf(row.getString("self_scan")),
                    new EnumMap<>(ClaimSlot.class));
        }
    }

    /**
     * Somebody who claims.
     *
     * @param code what
     * @param member who
     * @param trace from where
     */
    record Claimant(CodeRef code, UUID member, NetworkPseudonym trace) {}

    /**
     * That somebody who works at a partner is, or left the same trace as, whoever has a mark.
     *
     * @param mark a member, the pseudonym of a browser, or that of a network
     * @param partner where they work
     */
    record Relation(UUID mark, UUID partner) {}

    /** What is known of codes and all that they are in; each from the inside outwards. */
    Uni<Map<CodeRef, List<Level>>> levels(SqlClient client, Set<CodeRef> codes) {
        return client.preparedQuery(LEVELS)
                .execute(LocationLookup.columns(codes))
                .map(rows -> {
                    Map<CodeRef, List<Level>> levels = new HashMap<>();
                    rows.forEach(row -> levels.computeIfAbsent(
                                    new CodeRef(row.getInteger("of_lot"), row.getInteger("of_serial")),
                                    first -> new ArrayList<>())
                            .add(Level.of(row)));
                    return levels;
                });
    }

    /** Partners by their ids, and those who supply them. */
    Uni<Map<UUID, Seller>> sellers(SqlClient client, Set<UUID> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return client.preparedQuery(SELLERS)
                .execute(Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, Seller> sellers = new HashMap<>();
                    rows.forEach(row -> {
                        Seller seller = sellers.computeIfAbsent(row.getUUID("id"), first -> Seller.of(row));
                        String slot = row.getString("slot");
                        if (slot != null) {
                            seller.people
                                    .computeIfAbsent(ClaimSlot.valueOf(slot), first -> new ArrayList<>())
                                    .add(row.getUUID("member_id"));
                        }
                    });
                    return sellers;
                });
    }

    /**
     * At which partners claimants, or people like them, work; and by which rule that is so.
     *
     * @param since since when people were seen who are like them
     */
    Uni<Map<Relation, SaleAttribution.Rule>> relations(
            SqlClient client, Collection<Claimant> claimants, Instant since) {
        Tuple columns = Tuple.tuple()
                .addArrayOfInteger(
                        claimants.stream().map(one -> one.code.lot()).distinct().toArray(Integer[]::new))
                .addArrayOfUUID(marks(claimants, Claimant::member))
                .addArrayOfUUID(marks(claimants, one -> one.trace.network()))
                .addArrayOfUUID(marks(claimants, one -> one.trace.device()))
                .addOffsetDateTime(since.atOffset(ZoneOffset.UTC));
        return client.preparedQuery(RELATIONS).execute(columns).map(rows -> {
            Map<Relation, SaleAttribution.Rule> relations = new HashMap<>();
            rows.forEach(row -> relations.put(
                    new Relation(row.getUUID("mark"), row.getUUID("partner_id")),
                    SaleAttribution.Rule.valueOf(row.getString("rule"))));
            return relations;
        });
    }

    /** All partners that may have to do with codes: who opened them, and to whom they were shipped. */
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

    private static UUID[] marks(Collection<Claimant> claimants, Function<Claimant, UUID> mark) {
        return claimants.stream().map(mark).distinct().toArray(UUID[]::new);
    }
}
