package dev.yima.gateway.supply.movement;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.supply.aggregation.AggregationPaths;
import dev.yima.gateway.supply.movement.Movement.Kind;
import dev.yima.gateway.supply.movement.Movement.Partner;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of the log of movements. */
@ApplicationScoped
public class MovementRepository {
    /** The most movements that are read of a code and its ancestors: the latest. */
    static final int LATEST_MAX = 1_000;

    private static final String MOVED_WITHIN = AggregationPaths.DOWN_TO_MOVABLE + """
            SELECT DISTINCT down.lot, m.serial FROM down CROSS JOIN LATERAL (
                SELECT DISTINCT m.serial FROM movement m
                WHERE m.lot = down.lot AND m.serial BETWEEN down.first AND down.last AND m.kind <> 'RECEIPT') AS m
            WHERE down.step > 0""";

    private static final String COLUMNS = """
            SELECT m.id, m.device, m.sequence, m.kind, m.lot, m.serial, m.partner_id, m.order_no, m.moved_at,
                m.recorded_at, p.name, p.kind AS partner_kind, p.dealer_id
            FROM movement m JOIN partner p ON p.id = m.partner_id
            """;
    private static final String LIST = COLUMNS + "WHERE m.brand_id = $1 AND m.id > $2 ORDER BY m.id LIMIT $3";
    private static final String LIST_OF_PARTNER =
            COLUMNS + "WHERE m.brand_id = $1 AND m.partner_id = $4 AND m.id > $2 ORDER BY m.id LIMIT $3";
    private static final String BY_SEQUENCE =
            COLUMNS + "WHERE m.brand_id = $1 AND m.device = $2 AND m.sequence = ANY ($3)";
    private static final String LATEST_OF_EACH = """
            SELECT found.* FROM unnest($1::int[], $2::int[]) AS q(lot, serial) CROSS JOIN LATERAL (
            """ + COLUMNS + """
            WHERE m.lot = q.lot AND m.serial = q.serial ORDER BY m.moved_at DESC, m.id DESC LIMIT $3) AS found
            """;
    private static final String LATEST = "SELECT * FROM (" + LATEST_OF_EACH
            + " ORDER BY moved_at DESC, id DESC LIMIT $3) AS latest ORDER BY moved_at, id";
    private static final String NEXT_SEQUENCE =
            "SELECT coalesce(max(sequence), 0) + 1 AS next FROM movement WHERE brand_id = $1 AND device = $2";
    private static final String PARTNERS =
            "SELECT id, name, kind AS partner_kind, dealer_id FROM partner WHERE brand_id = $1 AND id = ANY ($2)";

    /** Handovers between the brand and dealers, the latest 100 of each code. */
    private static final String DEALER_HANDOVERS = """
            SELECT q.lot, q.serial, m.id, m.kind, m.partner_id, m.moved_at
            FROM unnest($1::int[], $2::int[]) AS q(lot, serial) CROSS JOIN LATERAL (
                SELECT m.id, m.kind, m.partner_id, m.moved_at FROM movement m JOIN partner p ON p.id = m.partner_id
                WHERE m.lot = q.lot AND m.serial = q.serial AND m.kind <> 'RECEIPT' AND p.kind = 'DEALER'
                ORDER BY m.moved_at DESC, m.id DESC LIMIT 100) AS m""";

    private static final String INSERT = """
            INSERT INTO movement (id, brand_id, device, sequence, kind, lot, serial, partner_id, order_no, moved_at,
                recorded_at, recorded_by)
            SELECT m.id, $9, $10, m.sequence, m.kind, m.lot, m.serial, m.partner_id, m.order_no, m.moved_at, $11, $12
            FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::int[], $5::int[], $6::uuid[], $7::text[],
                $8::timestamptz[]) AS m(id, sequence, kind, lot, serial, partner_id, order_no, moved_at)""";

    /**
     * A shipment to a dealer, or a return from one.
     *
     * @param code the code that was moved
     * @param at the moment when it happened
     * @param id its id, which orders those of one moment
     * @param kind shipment or return
     * @param dealer the dealer
     */
    public record DealerHandover(CodeRef code, Instant at, UUID id, Kind kind, UUID dealer) {
        /** The order of time. */
        public static final Comparator<DealerHandover> ORDER =
                Comparator.comparing(DealerHandover::at).thenComparing(DealerHandover::id);

        private static DealerHandover of(Row row) {
            return new DealerHandover(
                    CodeRef.of(row),
                    Rows.instant(row, "moved_at"),
                    row.getUUID("id"),
                    Kind.valueOf(row.getString("kind")),
                    row.getUUID("partner_id"));
        }
    }

    /**
     * Finds the contents of codes that were shipped or returned individually; it may name what was taken out of them
     * since.
     */
    Uni<Set<CodeRef>> movedWithin(SqlClient tx, Collection<CodeRef> codes) {
        if (codes.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        return tx.preparedQuery(MOVED_WITHIN)
                .execute(AggregationPaths.columns(codes).tuple())
                .map(rows -> new HashSet<>(Rows.map(rows, CodeRef::of)));
    }

    /** Finds movements of a device by their numbers. */
    Uni<Map<Long, MovementRecord>> findBySequence(SqlClient tx, UUID brand, String device, Collection<Long> sequences) {
        return tx.preparedQuery(BY_SEQUENCE)
                .execute(Tuple.of(brand, device, sequences.toArray(Long[]::new)))
                .map(rows -> {
                    Map<Long, MovementRecord> found = new HashMap<>();
                    rows.forEach(row -> found.put(row.getLong("sequence"), movement(row)));
                    return found;
                });
    }

    /** Finds partners of a brand by their ids; those of other brands are left out. */
    public Uni<Map<UUID, Partner>> partners(SqlClient tx, UUID brand, Collection<UUID> ids) {
        return tx.preparedQuery(PARTNERS)
                .execute(Tuple.of(brand, ids.toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, Partner> partners = new HashMap<>();
                    rows.forEach(row -> partners.put(row.getUUID("id"), partner(row, row.getUUID("id"))));
                    return partners;
                });
    }

    /** The latest {@value #LATEST_MAX} movements of a code and its ancestors, in the order of time. */
    public Uni<List<MovementRecord>> latest(SqlClient client, Collection<CodeRef> chain) {
        return client.preparedQuery(LATEST)
                .execute(AggregationPaths.columns(chain).value(LATEST_MAX).tuple())
                .map(MovementRepository::movements);
    }

    /** The latest {@value #LATEST_MAX} movements of each of many codes, in no order. */
    Uni<List<MovementRecord>> latestOfEach(SqlClient client, Collection<CodeRef> codes) {
        return codes.isEmpty()
                ? Uni.createFrom().item(List.of())
                : client.preparedQuery(LATEST_OF_EACH)
                        .execute(AggregationPaths.columns(codes)
                                .value(LATEST_MAX)
                                .tuple())
                        .map(MovementRepository::movements);
    }

    /** The latest shipments of codes to dealers and returns from them, in no order. */
    public Uni<List<DealerHandover>> dealerHandovers(SqlClient client, Collection<CodeRef> codes) {
        return client.preparedQuery(DEALER_HANDOVERS)
                .execute(AggregationPaths.columns(codes).tuple())
                .map(rows -> Rows.map(rows, DealerHandover::of));
    }

    /**
     * The movements of a brand, in the order in which they were recorded.
     *
     * @param partner the partner whose movements are listed; null for all
     * @param after the id of the last one that was listed before
     */
    Uni<List<MovementRecord>> list(SqlClient client, UUID brand, @Nullable UUID partner, UUID after, int limit) {
        Tuple page = Tuple.of(brand, after, limit);
        return (partner == null
                        ? client.preparedQuery(LIST).execute(page)
                        : client.preparedQuery(LIST_OF_PARTNER).execute(page.addUUID(partner)))
                .map(MovementRepository::movements);
    }

    /** The next number of a device that does not number by itself. The brand must be locked. */
    Uni<Long> nextSequence(SqlClient tx, UUID brand, String device) {
        return tx.preparedQuery(NEXT_SEQUENCE)
                .execute(Tuple.of(brand, device))
                .map(rows -> rows.iterator().next().getLong("next"));
    }

    /**
     * Writes movements of one device.
     *
     * @param by the staff key of a scanner, or the member whose phone it is
     */
    Uni<Void> insert(SqlClient tx, UUID brand, UUID by, String device, List<MovementRecord> rows, Instant now) {
        if (rows.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns = Columns.<MovementRecord>of(rows)
                .uuids(row -> row.movement().id())
                .longs(MovementRecord::sequence)
                .names(row -> row.movement().kind())
                .ints(row -> row.code().lot())
                .ints(row -> row.code().serial())
                .uuids(row -> row.movement().partner().id())
                .texts(MovementRecord::orderNo)
                .instants(row -> row.movement().at())
                .value(brand)
                .value(device)
                .value(now)
                .value(by)
                .tuple();
        return tx.preparedQuery(INSERT).execute(columns).replaceWithVoid();
    }

    private static List<MovementRecord> movements(RowSet<Row> rows) {
        return Rows.map(rows, MovementRepository::movement);
    }

    private static MovementRecord movement(Row row) {
        return new MovementRecord(
                CodeRef.of(row),
                new Movement(
                        Rows.instant(row, "moved_at"),
                        row.getUUID("id"),
                        Kind.valueOf(row.getString("kind")),
                        partner(row, row.getUUID("partner_id"))),
                row.getString("order_no"),
                row.getString("device"),
                row.getLong("sequence"),
                Rows.instant(row, "recorded_at"));
    }

    private static Partner partner(Row row, UUID id) {
        return new Partner(
                id, row.getString("name"), row.getString("partner_kind").equals("DEALER"), row.getUUID("dealer_id"));
    }
}
