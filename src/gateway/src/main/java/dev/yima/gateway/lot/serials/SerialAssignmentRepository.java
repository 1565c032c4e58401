package dev.yima.gateway.lot.serials;

import dev.yima.codec.LotCodec;
import dev.yima.codec.LotNumber;
import dev.yima.gateway.lot.LotRowLock;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.platform.staff.AuditChange;
import dev.yima.gateway.platform.staff.AuditLog;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table of assigned ranges, which only ever grows once its lot was activated. */
@ApplicationScoped
public class SerialAssignmentRepository {
    private static final int RANGES_MAX = 1_000;
    private static final String EXCLUSION_VIOLATION = "23P01";
    private static final String OWN_PRODUCT = "SELECT count(*) AS own FROM product WHERE id = $1 AND brand_id = $2";
    private static final String OWN_CAMPAIGN = "SELECT count(*) AS own FROM campaign WHERE id = $1 AND brand_id = $2";
    private static final String OTHERWISE = """
            SELECT count(*) AS others FROM campaign_lots WHERE campaign_id = $1 AND test <> $2""";
    private static final String RANGES = """
            SELECT id, lower(codes) AS first, upper(codes) - 1 AS last, product_id, campaign_id, assigned_at
            FROM assigned_range WHERE lot = $1 ORDER BY first""";
    private static final String INSERT_RANGE = """
            INSERT INTO assigned_range (id, brand_id, lot, codes, product_id, campaign_id, key_id, assigned_at)
            VALUES ($1, $2, $3, int8range($4, $5, '[]'), $6, $7, $8, $9)""";

    private static final String DELETE_RANGE = "DELETE FROM assigned_range WHERE id = $1";
    private static final String BIND = "UPDATE lot SET product_id = $2, campaign_id = $3 WHERE number = $1";

    private final Pool pool;
    private final AuditLog audit;
    private final Clock clock;

    SerialAssignmentRepository(Pool pool, AuditLog audit, Clock clock) {
        this.pool = pool;
        this.audit = audit;
        this.clock = clock;
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
                        .flatMap(row -> requireOwn(tx, who, row, range.productId(), range.campaignId()))
                        .flatMap(ok -> ranges(tx, lot))
                        .invoke(ranges -> requireFree(ranges, range))
                        .flatMap(ranges -> range.dry()
                                ? Uni.createFrom().voidItem()
                                : tx.preparedQuery(INSERT_RANGE)
                                        .execute(row(who, lot, view))
                                        .flatMap(done -> changed(tx, who, lot, "lot.assign", view))))
                .replaceWith(view)
                .onFailure(failure ->
                        failure instanceof PgException fault && EXCLUSION_VIOLATION.equals(fault.getSqlState()))
                .transform(overlap -> new Problem(ProblemType.RANGE_TAKEN));
    }

    /**
     * Takes out a range of a lot that was never activated, and returns it. Fails with {@link ProblemType#NOT_FOUND} or
     * {@link ProblemType#WRONG_STATE}.
     */
    public Uni<RangeView> unassign(Staff who, LotNumber lot, UUID range) {
        return pool.withTransaction(tx -> LotRowLock.lock(tx, who, lot)
                .invoke(LotRowLock::requireMinted)
                .flatMap(row -> ranges(tx, lot))
                .map(ranges -> ranges.stream()
                        .filter(each -> each.id().equals(range))
                        .findFirst()
                        .orElseThrow(() -> new Problem(ProblemType.NOT_FOUND)))
                .call(found -> tx.preparedQuery(DELETE_RANGE).execute(Tuple.of(range)))
                .call(found -> changed(tx, who, lot, "lot.unassign", found)));
    }

    /**
     * Binds a lot as a whole; as often as staff like before it is activated, and afterwards what is blank. Fails with
     * {@link ProblemType#WRONG_STATE} when it was activated and is bound to another, or has ranges that are.
     *
     * @param dryRun whether to tell what would be refused instead
     */
    public Uni<Binding> bind(Staff who, LotNumber lot, Binding wanted, boolean dryRun) {
        return pool.withTransaction(tx -> LotRowLock.lock(tx, who, lot)
                        .flatMap(row -> requireOwn(tx, who, row, wanted.productId(), wanted.campaignId())
                                .flatMap(ok -> ranges(tx, lot))
                                .invoke(ranges -> requireBindable(row, Binding.of(row), wanted, ranges))
                                .replaceWith(Binding.of(row)))
                        .flatMap(before -> dryRun || wanted.equals(before)
                                ? Uni.createFrom().voidItem()
                                : tx.preparedQuery(BIND)
                                        .execute(Tuple.of(lot.value(), wanted.productId(), wanted.campaignId()))
                                        .flatMap(done -> audit.write(
                                                tx, who, "lot.bind", lot.text(), new AuditChange(before, wanted)))))
                .replaceWith(wanted);
    }

    /** The ranges of a lot of the staff's brand, in the order of their serials. */
    public Uni<List<RangeView>> ranges(Staff who, LotNumber lot) {
        return LotRowLock.find(pool, who, lot).flatMap(row -> ranges(pool, lot));
    }

    private Uni<Void> changed(SqlClient tx, Staff who, LotNumber lot, String action, RangeView range) {
        return LotRowLock.raiseOverridesVersion(tx, lot)
                .flatMap(done -> audit.write(tx, who, action, lot.text() + ": " + range.from() + "-" + range.to()));
    }

    private static void requireBindable(Row lot, Binding now, Binding wanted, List<RangeView> ranges) {
        if (!wanted.keeps(now)) {
            LotRowLock.requireMinted(lot);
        }
        if (wanted.productId() != null && ranges.stream().anyMatch(range -> range.productId() != null)) {
            throw new Problem(ProblemType.WRONG_STATE, "ranges of the lot are bound to products");
        }
        if (wanted.campaignId() != null && ranges.stream().anyMatch(range -> range.campaignId() != null)) {
            throw new Problem(ProblemType.WRONG_STATE, "ranges of the lot are bound to campaigns");
        }
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

    /** Refuses a product or a campaign of another brand, and a campaign whose lots are test lots and this is none. */
    private static Uni<Void> requireOwn(
            SqlClient tx, Staff who, Row lot, @Nullable UUID product, @Nullable UUID campaign) {
        return requireOwn(tx, OWN_PRODUCT, who, "product", product)
                .flatMap(ok -> requireOwn(tx, OWN_CAMPAIGN, who, "campaign", campaign))
                .flatMap(ok -> tx.preparedQuery(OTHERWISE).execute(Tuple.of(campaign, lot.getBoolean("test"))))
                .invoke(rows -> LotRowLock.requireAlike(
                        lot.getBoolean("test"), rows.iterator().next().getLong("others")))
                .replaceWithVoid();
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
