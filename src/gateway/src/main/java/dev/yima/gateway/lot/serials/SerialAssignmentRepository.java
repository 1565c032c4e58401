package dev.yima.gateway.lot.serials;

import dev.yima.codec.LotCodec;
import dev.yima.codec.LotNumber;
import dev.yima.gateway.lot.LotRowLock;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.platform.staff.AuditLog;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tables of voided serials and of assigned ranges. Both only ever grow. */
@ApplicationScoped
public class SerialAssignmentRepository {
    private static final int RANGES_MAX = 1_000;
    private static final String EXCLUSION_VIOLATION = "23P01";
    private static final String CHUNK = "SELECT bits FROM voided_serial WHERE lot = $1 AND chunk = $2";
    private static final String WRITE_CHUNK = """
            INSERT INTO voided_serial (lot, chunk, brand_id, bits) VALUES ($1, $2, $3, $4)
            ON CONFLICT (lot, chunk) DO UPDATE SET bits = EXCLUDED.bits""";
    private static final String CLAIMED = """
            SELECT count(DISTINCT serial) AS claimed FROM claim WHERE lot = $1 AND serial = ANY($2)""";
    private static final String OWN_PRODUCT = "SELECT count(*) AS own FROM product WHERE id = $1 AND brand_id = $2";
    private static final String OWN_CAMPAIGN = "SELECT count(*) AS own FROM campaign WHERE id = $1 AND brand_id = $2";
    private static final String RANGES = """
            SELECT id, lower(codes) AS first, upper(codes) - 1 AS last, product_id, campaign_id, assigned_at
            FROM assigned_range WHERE lot = $1 ORDER BY first""";
    private static final String INSERT_RANGE = """
            INSERT INTO assigned_range (id, brand_id, lot, codes, product_id, campaign_id, key_id, assigned_at)
            VALUES ($1, $2, $3, int8range($4, $5, '[]'), $6, $7, $8, $9)""";

    private final Pool pool;
    private final AuditLog audit;
    private final Clock clock;

    SerialAssignmentRepository(Pool pool, AuditLog audit, Clock clock) {
        this.pool = pool;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * The result of voiding codes.
     *
     * @param voided the number of codes that were not void before
     * @param claimed the number of codes that had been claimed
     */
    public record VoidResult(int voided, long claimed) {}

    /** Voids codes by their serials. Fails with {@link ProblemType#NOT_FOUND} when the brand has no such lot. */
    public Uni<VoidResult> voidSerials(Staff who, LotNumber lot, int[] serials) {
        return pool.withTransaction(tx -> LotRowLock.lock(tx, who, lot)
                .flatMap(row -> Multi.createFrom()
                        .iterable(SerialSet.bits(serials).entrySet())
                        .onItem()
                        .transformToUniAndConcatenate(chunk -> merge(tx, who, lot, chunk))
                        .collect()
                        .with(Collectors.summingInt(Integer::intValue)))
                .call(voided -> voided == 0
                        ? Uni.createFrom().voidItem()
                        : LotRowLock.raiseOverridesVersion(tx, lot)
                                .flatMap(done -> audit.write(tx, who, "lot.waste", lot.text() + ": " + voided)))
                .flatMap(voided -> result(tx, lot, serials, voided)));
    }

    /** The result that {@link #voidSerials} would have, without voiding anything. */
    public Uni<VoidResult> wouldVoid(Staff who, LotNumber lot, int[] serials) {
        return pool.withConnection(client -> LotRowLock.find(client, who, lot)
                .flatMap(row -> Multi.createFrom()
                        .iterable(SerialSet.bits(serials).entrySet())
                        .onItem()
                        .transformToUniAndConcatenate(chunk ->
                                bits(client, lot, chunk.getKey()).map(bits -> SerialSet.merge(bits, chunk.getValue())))
                        .collect()
                        .with(Collectors.summingInt(Integer::intValue)))
                .flatMap(fresh -> result(client, lot, serials, fresh)));
    }

    private static Uni<VoidResult> result(SqlClient client, LotNumber lot, int[] serials, int voided) {
        Integer[] boxed = Arrays.stream(serials).boxed().toArray(Integer[]::new);
        return client.preparedQuery(CLAIMED)
                .execute(Tuple.tuple().addInteger(lot.value()).addArrayOfInteger(boxed))
                .map(rows -> new VoidResult(voided, rows.iterator().next().getLong("claimed")));
    }

    /**
     * Assigns a range of codes. Fails with {@link ProblemType#RANGE_TAKEN} when a part of it is assigned, and with
     * {@link ProblemType#WRONG_STATE} when the lot as a whole is, or has {@value #RANGES_MAX} ranges.
     */
    public Uni<RangeView> assign(Staff who, LotNumber lot, NewRange range) {
        RangeView view = new RangeView(
                Ids.next(clock), range.from(), range.to(), range.productId(), range.campaignId(), clock.instant());
        return pool.withTransaction(tx -> LotRowLock.lock(tx, who, lot)
                        .invoke(row -> requireUnassigned(row, range))
                        .flatMap(row -> requireOwn(tx, OWN_PRODUCT, who, "product", range.productId()))
                        .flatMap(row -> requireOwn(tx, OWN_CAMPAIGN, who, "campaign", range.campaignId()))
                        .flatMap(ok -> ranges(tx, lot))
                        .invoke(ranges -> requireFree(ranges, range))
                        .flatMap(ranges -> tx.preparedQuery(INSERT_RANGE).execute(row(who, lot, view)))
                        .flatMap(done -> LotRowLock.raiseOverridesVersion(tx, lot))
                        .flatMap(done -> audit.write(
                                tx, who, "lot.assign", lot.text() + ": " + range.from() + "-" + range.to())))
                .replaceWith(view)
                .onFailure(failure ->
                        failure instanceof PgException fault && EXCLUSION_VIOLATION.equals(fault.getSqlState()))
                .transform(overlap -> new Problem(ProblemType.RANGE_TAKEN));
    }

    /** The ranges of a lot of the staff's brand, in the order of their serials. */
    public Uni<List<RangeView>> ranges(Staff who, LotNumber lot) {
        return LotRowLock.find(pool, who, lot).flatMap(row -> ranges(pool, lot));
    }

    private static Uni<Integer> merge(SqlClient tx, Staff who, LotNumber lot, Map.Entry<Integer, byte[]> chunk) {
        return bits(tx, lot, chunk.getKey()).flatMap(bits -> {
            int fresh = SerialSet.merge(bits, chunk.getValue());
            return tx.preparedQuery(WRITE_CHUNK)
                    .execute(Tuple.tuple()
                            .addInteger(lot.value())
                            .addInteger(chunk.getKey())
                            .addUUID(who.brand())
                            .addBuffer(Buffer.buffer(bits)))
                    .replaceWith(fresh);
        });
    }

    private static Uni<byte[]> bits(SqlClient client, LotNumber lot, int chunk) {
        return client.preparedQuery(CHUNK)
                .execute(Tuple.of(lot.value(), chunk))
                .map(rows -> rows.size() == 0
                        ? new byte[SerialSet.CHUNK_BYTES]
                        : rows.iterator().next().getBuffer("bits").getBytes());
    }

    private static void requireUnassigned(Row lot, NewRange range) {
        if (range.to() >= lot.getInteger("size")) {
            throw Problem.invalid("to", "must be at most " + (lot.getInteger("size") - 1));
        }
        if (range.productId() != null && lot.getUUID("product_id") != null) {
            throw new Problem(ProblemType.WRONG_STATE, "the lot is bound to a product as a whole");
        }
        if (range.campaignId() != null && lot.getUUID("campaign_id") != null) {
            throw new Problem(ProblemType.WRONG_STATE, "the lot is bound to a campaign as a whole");
        }
    }

    private static void requireFree(List<RangeView> ranges, NewRange wanted) {
        if (ranges.size() >= RANGES_MAX) {
            throw new Problem(ProblemType.WRONG_STATE, "a lot has at most " + RANGES_MAX + " ranges");
        }
        ranges.stream()
                .filter(range -> range.from() <= wanted.to() && wanted.from() <= range.to())
                .findFirst()
                .ifPresent(range -> {
                    throw new Problem(
                            ProblemType.RANGE_TAKEN,
                            wanted.from() + " to " + wanted.to() + " overlaps the range " + range.from() + " to "
                                    + range.to());
                });
    }

    private static Uni<Void> requireOwn(SqlClient tx, String own, Staff who, String name, @Nullable UUID id) {
        if (id == null) {
            return Uni.createFrom().voidItem();
        }
        return tx.preparedQuery(own)
                .execute(Tuple.of(id, who.brand()))
                .invoke(rows -> {
                    if (rows.iterator().next().getLong("own") == 0) {
                        throw Problem.invalid(name + "Id", "must be the id of a " + name + " of this brand");
                    }
                })
                .replaceWithVoid();
    }

    private static Uni<List<RangeView>> ranges(SqlClient client, LotNumber lot) {
        return client.preparedQuery(RANGES)
                .execute(Tuple.of(lot.value()))
                .map(rows -> Rows.map(rows, SerialAssignmentRepository::range));
    }

    private static RangeView range(Row row) {
        return new RangeView(
                row.getUUID("id"),
                (int) (row.getLong("first") % LotCodec.SIZE_MAX),
                (int) (row.getLong("last") % LotCodec.SIZE_MAX),
                row.getUUID("product_id"),
                row.getUUID("campaign_id"),
                Rows.instant(row, "assigned_at"));
    }

    private static Tuple row(Staff who, LotNumber lot, RangeView range) {
        long start = (long) lot.value() * LotCodec.SIZE_MAX;
        return Tuple.tuple()
                .addUUID(range.id())
                .addUUID(who.brand())
                .addInteger(lot.value())
                .addLong(start + range.from())
                .addLong(start + range.to())
                .addUUID(range.productId())
                .addUUID(range.campaignId())
                .addUUID(who.key())
                .addOffsetDateTime(Columns.utc(range.assignedAt()));
    }
}
