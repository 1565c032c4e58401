package dev.yima.gateway.supply.movement;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.supply.movement.Movement.Kind;
import dev.yima.gateway.supply.movement.Movement.Partner;
import dev.yima.gateway.supply.trace.LocationLookup;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads and writes the log of movements. */
@ApplicationScoped
public class MovementRepository {
    /** The most movements that are read of a code and what it is in: the latest. */
    static final int MOVES_MAX = 1_000;

    /** Batches of one brand are judged one after the other, so that two cannot send the same case to two dealers. */
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('movement ' || $1::text, 0))";

    private static final String LOCK_SHARED =
            "SELECT pg_advisory_xact_lock_shared(hashtextextended('movement ' || $1::text, 0))";

    /** Codes and all that is in them and can be moved. */
    public static final String DOWN = LocationLookup.down("l.kind <> 'ITEM_INNER'");

    private static final String MOVED_WITHIN = DOWN + """
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
    private static final String KNOWN = COLUMNS + "WHERE m.brand_id = $1 AND m.device = $2 AND m.sequence = ANY ($3)";
    private static final String MOVES = """
            SELECT found.* FROM unnest($1::int[], $2::int[]) AS q(lot, serial) CROSS JOIN LATERAL (
            """ + COLUMNS + """
            WHERE m.lot = q.lot AND m.serial = q.serial ORDER BY m.moved_at DESC, m.id DESC LIMIT $3) AS found
            """;
    private static final String MOVES_OF_ONE =
            "SELECT * FROM (" + MOVES + " ORDER BY moved_at DESC, id DESC LIMIT $3) AS latest ORDER BY moved_at, id";
    private static final String NEXT =
            "SELECT coalesce(max(sequence), 0) + 1 AS next FROM movement WHERE brand_id = $1 AND device = $2";
    private static final String PARTNERS =
            "SELECT id, name, kind AS partner_kind, dealer_id FROM partner WHERE brand_id = $1 AND id = ANY ($2)";

    private static final String CHAINS = LocationLookup.UP + """
            SELECT up.of_lot, up.of_serial, up.lot, up.serial, up.since FROM up WHERE up.step > 0
            ORDER BY up.of_lot, up.of_serial, up.step""";

    private static final String INSERT = """
            INSERT INTO movement (id, brand_id, device, sequence, kind, lot, serial, partner_id, order_no, moved_at,
                recorded_at, recorded_by)
            SELECT m.id, $9, $10, m.sequence, m.kind, m.lot, m.serial, m.partner_id, m.order_no, m.moved_at, $11, $12
            FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::int[], $5::int[], $6::uuid[], $7::text[],
                $8::timestamptz[]) AS m(id, sequence, kind, lot, serial, partner_id, order_no, moved_at)""";

    /**
     * That a code is in another, directly or not.
     *
     * @param code what is packed
     * @param pack what it is in
     * @param since since when what is directly in it is there
     */
    public record Link(CodeRef code, CodeRef pack, Instant since) {}

    /** Makes the brand's other batches wait until the transaction ends. */
    Uni<Void> lock(SqlClient tx, UUID brand) {
        return tx.preparedQuery(LOCK).execute(Tuple.of(brand.toString())).replaceWithVoid();
    }

    /** Makes the brand's batches wait until the transaction ends, and lets others read along. */
    public Uni<Void> lockShared(SqlClient tx, UUID brand) {
        return tx.preparedQuery(LOCK_SHARED).execute(Tuple.of(brand.toString())).replaceWithVoid();
    }

    /** What in some codes was sent or returned by itself; it may name what is not in there any more. */
    Uni<Set<CodeRef>> movedWithin(SqlClient tx, Collection<CodeRef> codes) {
        if (codes.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        return tx.preparedQuery(MOVED_WITHIN)
                .execute(LocationLookup.columns(codes))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new CodeRef(row.getInteger("lot"), row.getInteger("serial")))
                        .collect(Collectors.toSet()));
    }

    /** What a device has told before under some numbers. */
    Uni<Map<Long, MovementRecord>> known(SqlClient tx, UUID brand, String device, Collection<Long> sequences) {
        return tx.preparedQuery(KNOWN)
                .execute(Tuple.of(brand, device, sequences.toArray(Long[]::new)))
                .map(rows -> {
                    Map<Long, MovementRecord> known = new HashMap<>();
                    rows.forEach(row -> known.put(row.getLong("sequence"), movement(row)));
                    return known;
                });
    }

    /** Those of some partners that the brand has. */
    public Uni<Map<UUID, Partner>> partners(SqlClient tx, UUID brand, Collection<UUID> ids) {
        return tx.preparedQuery(PARTNERS)
                .execute(Tuple.of(brand, ids.toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, Partner> partners = new HashMap<>();
                    rows.forEach(row -> partners.put(row.getUUID("id"), partner(row, row.getUUID("id"))));
                    return partners;
                });
    }

    /** What codes are in, and that, up to the outermost; of each code in this order. */
    public Uni<List<Link>> chains(SqlClient client, Collection<CodeRef> codes) {
        if (codes.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return client.preparedQuery(CHAINS)
                .execute(LocationLookup.columns(codes))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Link(
                                new CodeRef(row.getInteger("of_lot"), row.getInteger("of_serial")),
                                new CodeRef(row.getInteger("lot"), row.getInteger("serial")),
                                row.getOffsetDateTime("since").toInstant()))
                        .toList());
    }

    /** The movements of a code and what it is in, in the order of time, the latest {@value #MOVES_MAX}. */
    public Uni<List<MovementRecord>> moves(SqlClient client, Collection<CodeRef> chain) {
        return client.preparedQuery(MOVES_OF_ONE)
                .execute(LocationLookup.columns(chain).addInteger(MOVES_MAX))
                .map(MovementRepository::movements);
    }

    /** The movements of many codes, the latest {@value #MOVES_MAX} of each. */
    public Uni<List<MovementRecord>> movesOfEach(SqlClient client, Collection<CodeRef> codes) {
        return codes.isEmpty()
                ? Uni.createFrom().item(List.of())
                : client.preparedQuery(MOVES)
                        .execute(LocationLookup.columns(codes).addInteger(MOVES_MAX))
                        .map(MovementRepository::movements);
    }

    /** Movements of a brand, of one partner or of all, in the order in which they were recorded. */
    Uni<List<MovementRecord>> list(SqlClient client, UUID brand, @Nullable UUID partner, UUID after, int limit) {
        Tuple page = Tuple.of(brand, after, limit);
        return (partner == null
                        ? client.preparedQuery(LIST).execute(page)
                        : client.preparedQuery(LIST_OF_PARTNER).execute(page.addUUID(partner)))
                .map(MovementRepository::movements);
    }

    /** The next number of a device that does not number by itself. The brand must be locked. */
    Uni<Long> nextSequence(SqlClient tx, UUID brand, String device) {
        return tx.preparedQuery(NEXT)
                .execute(Tuple.of(brand, device))
                .map(rows -> rows.iterator().next().getLong("next"));
    }

    /** Writes movements; the same device has told all of them, with a staff key or by somebody's phone. */
    Uni<Void> insert(SqlClient tx, UUID brand, UUID by, String device, List<MovementRecord> rows, Instant now) {
        if (rows.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns = Tuple.tuple()
                .addArrayOfUUID(rows.stream().map(row -> row.move().id()).toArray(UUID[]::new))
                .addArrayOfLong(rows.stream().map(MovementRecord::sequence).toArray(Long[]::new))
                .addArrayOfString(
                        rows.stream().map(row -> row.move().kind().name()).toArray(String[]::new))
                .addArrayOfInteger(rows.stream().map(row -> row.code().lot()).toArray(Integer[]::new))
                .addArrayOfInteger(rows.stream().map(row -> row.code().serial()).toArray(Integer[]::new))
                .addArrayOfUUID(
                        rows.stream().map(row -> row.move().partner().id()).toArray(UUID[]::new))
                .addArrayOfString(rows.stream().map(MovementRecord::orderNo).toArray(String[]::new))
                .addArrayOfOffsetDateTime(rows.stream()
                        .map(row -> row.move().at().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new))
                .addUUID(brand)
                .addString(device)
                .addOffsetDateTime(now.atOffset(ZoneOffset.UTC))
                .addUUID(by);
        return tx.preparedQuery(INSERT).execute(columns).replaceWithVoid();
    }

    private static List<MovementRecord> movements(RowSet<Row> rows) {
        return rows.size() == 0
                ? Collections.emptyList()
                : StreamSupport.stream(rows.spliterator(), false)
                        .map(MovementRepository::movement)
                        .toList();
    }

    private static MovementRecord movement(Row row) {
        return new MovementRecord(
                new CodeRef(row.getInteger("lot"), row.getInteger("serial")),
                new Movement(
                        row.getOffsetDateTime("moved_at").toInstant(),
                        row.getUUID("id"),
                        Kind.valueOf(row.getString("kind")),
                        partner(row, row.getUUID("partner_id"))),
                row.getString("order_no"),
                row.getString("device"),
                row.getLong("sequence"),
                row.getOffsetDateTime("recorded_at").toInstant());
    }

    private static Partner partner(Row row, UUID id) {
        return new Partner(
                id, row.getString("name"), row.getString("partner_kind").equals("DEALER"), row.getUUID("dealer_id"));
    }
}
