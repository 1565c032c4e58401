package dev.yima.gateway.supply.opening;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.supply.aggregation.AggregationRepository;
import dev.yima.gateway.supply.movement.MovementRepository;
import dev.yima.gateway.supply.trace.LocationLookup;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Which store opened which case: the first one, for good; and who stands for what as a guide. */
@ApplicationScoped
public class CaseOpeningService {
    /** A label whose place another took is waste, unless something was packed into it again. */
    private static final String IN_USE = """
            WHERE NOT EXISTS (SELECT 1 FROM label_replacement r WHERE r.lot = $1 AND r.serial = $2)
                OR EXISTS (SELECT 1 FROM aggregation_children($1, $2))
            ON CONFLICT DO NOTHING""";

    private static final String OPEN = """
            INSERT INTO case_opening (lot, serial, brand_id, store_id, member_id, opened_at)
            SELECT $1::int, $2::int, $3::uuid, $4::uuid, $5::uuid, $6::timestamptz
            """ + IN_USE;
    private static final String SELECT = """
            SELECT o.lot, o.serial, o.of_lot, o.of_serial, o.store_id, s.name AS store_name, o.member_id, o.opened_at
            FROM case_opening o JOIN partner s ON s.id = o.store_id\s""";
    private static final String FIND = SELECT + "WHERE o.lot = $1 AND o.serial = $2";
    private static final String LIST = SELECT + """
            WHERE o.brand_id = $1 AND o.store_id = coalesce($2, o.store_id)
                AND (o.opened_at, o.lot, o.serial) < ($3, $4, $5)
            ORDER BY o.opened_at DESC, o.lot DESC, o.serial DESC LIMIT $6""";
    private static final String NEAREST = LocationLookup.UP + """
            SELECT o.lot, o.serial, o.of_lot, o.of_serial, o.store_id, s.name AS store_name, o.member_id, o.opened_at
            FROM up JOIN case_opening o ON o.lot = up.lot AND o.serial = up.serial
            JOIN partner s ON s.id = o.store_id ORDER BY up.step LIMIT 1""";
    private static final String CONFLICT = """
            INSERT INTO opening_dispute (lot, serial, brand_id, store_id, member_id, tried_at)
            VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING""";
    private static final String CONFLICTS = """
            SELECT c.kind, c.lot, c.serial, c.store_id, t.name AS store_name, c.member_id, c.tried_at,
                o.store_id AS opened_by, s.name AS opened_by_name, o.opened_at, c.sent_to, h.name AS sent_to_name
            FROM opening_dispute c JOIN case_opening o USING (lot, serial) JOIN partner s ON s.id = o.store_id
            JOIN partner t ON t.id = c.store_id LEFT JOIN partner h ON h.id = c.sent_to
            WHERE c.brand_id = $1 AND (c.tried_at, c.lot, c.serial) < ($2, $3, $4)
            ORDER BY c.tried_at DESC, c.lot DESC, c.serial DESC LIMIT $5""";
    private static final String BIND = """
            INSERT INTO promoter_assignment (lot, serial, brand_id, store_id, member_id, bound_at)
            SELECT $1::int, $2::int, $3::uuid, $4::uuid, $5::uuid, $6::timestamptz
            """ + IN_USE;
    private static final String BOND =
            "SELECT member_id FROM promoter_assignment WHERE lot = $1 AND serial = $2 AND store_id = $3";
    private final Pool pool;
    private final MovementRepository movements;
    private final MisdirectedOpenings strays;

    CaseOpeningService(Pool pool, MovementRepository movements, MisdirectedOpenings strays) {
        this.pool = pool;
        this.movements = movements;
        this.strays = strays;
    }

    /** What there is for staff to look into. */
    enum ConflictKind {
        /** A second store wanted to open a case that was open. */
        SECOND_STORE,
        /** A store opened a case that was sent to somebody else. */
        SENT_ELSEWHERE
    }

    /**
     * A store that opened, or wanted to open, a case which was not its own.
     *
     * @param kind why not
     * @param code the case's inside code
     * @param store the store
     * @param storeName what people call it
     * @param member who scanned
     * @param at when first
     * @param openedBy the store that was first
     * @param openedByName what people call that
     * @param openedAt when that was
     * @param sentTo who had the case by its route then; null for a second store
     * @param sentToName what people call them
     */
    record Conflict(
            ConflictKind kind,
            CodeRef code,
            UUID store,
            String storeName,
            UUID member,
            Instant at,
            UUID openedBy,
            String openedByName,
            Instant openedAt,
            @Nullable UUID sentTo,
            @Nullable String sentToName) {}

    /**
     * Opens a case for a store, unless one has done so before. If that was another one, or the case was sent to
     * somebody else, the matter is written down for staff.
     *
     * @return by whom it is open; fails with a problem for a label whose place another took
     */
    public Uni<CaseOpening> open(UUID brand, CodeRef code, UUID store, UUID member, Instant now) {
        return pool.withTransaction(tx -> movements
                .lockShared(tx, brand)
                .flatMap(locked -> AggregationRepository.lockLabels(tx, List.of(code)))
                .flatMap(locked -> tx.preparedQuery(OPEN).execute(row(brand, code, store, member, now)))
                .flatMap(done -> find(tx, code)
                        .map(found -> found.orElseThrow(CaseOpeningService::replaced))
                        .call(opening -> {
                            if (done.rowCount() > 0) {
                                return strays.note(tx, brand, List.of(opening));
                            }
                            return opening.store().equals(store)
                                    ? Uni.createFrom().voidItem()
                                    : tx.preparedQuery(CONFLICT).execute(row(brand, code, store, member, now));
                        })));
    }

    private static Problem replaced() {
        return new Problem(ProblemType.NOT_ON_SALE, "another label took its place");
    }

    /** Who opened a case; empty when nobody did. */
    Uni<Optional<CaseOpening>> find(SqlClient client, CodeRef code) {
        return client.preparedQuery(FIND)
                .execute(Tuple.of(code.lot(), code.serial()))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(opening(rows.iterator().next())));
    }

    /** Who opened the case that something is in, or that it is; empty when nobody did. */
    public Uni<Optional<CaseOpening>> around(CodeRef code) {
        return pool.preparedQuery(NEAREST)
                .execute(LocationLookup.columns(List.of(code)))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(opening(rows.iterator().next())));
    }

    /**
     * Makes somebody the guide of a code and of all that is in it at their store, unless there is one.
     *
     * @return who is; fails with a problem for a label whose place another took
     */
    public Uni<UUID> stand(UUID brand, CodeRef code, UUID store, UUID member, Instant now) {
        return pool.withTransaction(tx -> AggregationRepository.lockLabels(tx, List.of(code))
                .flatMap(locked -> tx.preparedQuery(BIND).execute(row(brand, code, store, member, now)))
                .flatMap(done -> tx.preparedQuery(BOND).execute(Tuple.of(code.lot(), code.serial(), store)))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw replaced();
                    }
                    return rows.iterator().next().getUUID("member_id");
                }));
    }

    /** The openings of a brand before a moment, the latest first. */
    Uni<List<CaseOpening>> list(UUID brand, @Nullable UUID store, Instant before, CodeRef code, int limit) {
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(brand, store, before.atOffset(ZoneOffset.UTC), code.lot(), code.serial(), limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(CaseOpeningService::opening)
                        .toList());
    }

    /** The conflicts of a brand before a moment, the latest first. */
    Uni<List<Conflict>> conflicts(UUID brand, Instant before, CodeRef code, int limit) {
        return pool.preparedQuery(CONFLICTS)
                .execute(Tuple.of(brand, before.atOffset(ZoneOffset.UTC), code.lot(), code.serial(), limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Conflict(
                                ConflictKind.valueOf(row.getString("kind")),
                                new CodeRef(row.getInteger("lot"), row.getInteger("serial")),
                                row.getUUID("store_id"),
                                row.getString("store_name"),
                                row.getUUID("member_id"),
                                row.getOffsetDateTime("tried_at").toInstant(),
                                row.getUUID("opened_by"),
                                row.getString("opened_by_name"),
                                row.getOffsetDateTime("opened_at").toInstant(),
                                row.getUUID("sent_to"),
                                row.getString("sent_to_name")))
                        .toList());
    }

    private static Tuple row(UUID brand, CodeRef code, UUID store, UUID member, Instant now) {
        return Tuple.of(code.lot(), code.serial(), brand, store, member, now.atOffset(ZoneOffset.UTC));
    }

    static CaseOpening opening(Row row) {
        Integer lot = row.getInteger("of_lot");
        return new CaseOpening(
                new CodeRef(row.getInteger("lot"), row.getInteger("serial")),
                lot == null ? null : new CodeRef(lot, row.getInteger("of_serial")),
                row.getUUID("store_id"),
                row.getString("store_name"),
                row.getUUID("member_id"),
                row.getOffsetDateTime("opened_at").toInstant());
    }
}
