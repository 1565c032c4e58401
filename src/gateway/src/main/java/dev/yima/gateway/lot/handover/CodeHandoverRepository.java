package dev.yima.gateway.lot.handover;

import dev.yima.codec.LotNumber;
import dev.yima.gateway.lot.LotRowLock;
import dev.yima.gateway.lot.handover.CodeHandover.NewCopy;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.platform.staff.AuditLog;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The tables of handovers: the policy, copies of lots with their honey codes, manifests, and incidents. */
@ApplicationScoped
class CodeHandoverRepository {
    private static final int MANIFESTS_MAX = 100;
    private static final String PLAIN = "SELECT plain_copies FROM handover_policy WHERE brand_id = $1";
    private static final String SET_PLAIN = """
            INSERT INTO handover_policy (brand_id, plain_copies) VALUES ($1, $2)
            ON CONFLICT (brand_id) DO UPDATE SET plain_copies = EXCLUDED.plain_copies""";
    private static final String COPIES = """
            SELECT place, recipient, encryption, honeys, mixed, made_at FROM lot_copy WHERE lot = $1 ORDER BY place""";
    private static final String INSERT_COPY = """
            INSERT INTO lot_copy (lot, place, brand_id, recipient, encryption, honeys, mixed, key_id, made_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)""";
    private static final String INSERT_MANIFEST = """
            INSERT INTO lot_manifest (id, lot, place, brand_id, sha256, files, key_id, signed_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (lot, place, sha256) DO NOTHING""";
    private static final String LOCK_LOT = """
            SELECT (SELECT count(*) FROM (SELECT 1 FROM lot_manifest WHERE lot = $1 AND sha256 <> $2 LIMIT $3) AS m)
                AS others
            FROM lot WHERE number = $1 FOR NO KEY UPDATE""";
    private static final String MANIFESTS = """
            SELECT place, sha256, files, key_id, signed_at FROM lot_manifest WHERE lot = $1 ORDER BY id""";
    private static final String INCIDENTS = """
            SELECT id, lot, serial, recipient, happened_at FROM incident
            WHERE brand_id = $1 AND id > $2 ORDER BY id LIMIT $3""";
    private static final String INCIDENTS_OF_LOT = """
            SELECT id, lot, serial, recipient, happened_at FROM incident
            WHERE brand_id = $1 AND lot = $4 AND id > $2 ORDER BY id LIMIT $3""";

    private final Pool pool;
    private final AuditLog audit;
    private final Clock clock;
    private final Random random;

    CodeHandoverRepository(Pool pool, AuditLog audit, Clock clock) {
        this.pool = pool;
        this.audit = audit;
        this.clock = clock;
        this.random = new SecureRandom();
    }

    /** Whether the brand allows copies without encryption; true unless it said otherwise. */
    Uni<Boolean> plainCopies(UUID brand) {
        return pool.preparedQuery(PLAIN)
                .execute(Tuple.of(brand))
                .map(rows -> rows.size() == 0 || rows.iterator().next().getBoolean("plain_copies"));
    }

    /** Allows or forbids copies without encryption. */
    Uni<Void> plainCopies(Staff who, boolean allowed) {
        return pool.withTransaction(tx -> tx.preparedQuery(SET_PLAIN)
                .execute(Tuple.of(who.brand(), allowed))
                .flatMap(done -> audit.write(
                        tx,
                        who,
                        allowed ? "custody.allow-plain" : "custody.forbid-plain",
                        who.brand().toString())));
    }

    /**
     * Names the copies of a lot, once, and returns their rows; the same copies again find them. Fails with
     * {@link ProblemType#WRONG_STATE} when others were named before.
     */
    Uni<List<Row>> nameCopies(Staff who, LotNumber lot, List<NewCopy> copies) {
        return pool.withTransaction(tx -> LotRowLock.lock(tx, who, lot)
                .flatMap(row -> copies(tx, lot)
                        .flatMap(made -> made.isEmpty()
                                ? insert(tx, who, lot, row.getInteger("size"), copies)
                                        .flatMap(done -> copies(tx, lot))
                                : Uni.createFrom().item(requireSame(copies, made)))));
    }

    /** The copies of a lot, in the order of their places. Fails with {@link ProblemType#NOT_FOUND} without the lot. */
    Uni<List<Row>> copies(Staff who, LotNumber lot) {
        return LotRowLock.find(pool, who, lot).flatMap(row -> pool.withConnection(client -> copies(client, lot)));
    }

    /** The manifests of a lot, in the order in which they were signed. */
    Uni<List<Row>> manifests(LotNumber lot) {
        return pool.preparedQuery(MANIFESTS).execute(Tuple.of(lot.value())).map(CodeHandoverRepository::rows);
    }

    /** Incidents of one lot, or of all for null: at most {@code limit}, behind an id. */
    Uni<List<Row>> incidents(Staff who, @Nullable LotNumber lot, UUID after, int limit) {
        Tuple page = Tuple.of(who.brand(), after, limit);
        return (lot == null
                        ? pool.preparedQuery(INCIDENTS).execute(page)
                        : pool.preparedQuery(INCIDENTS_OF_LOT).execute(page.addInteger(lot.value())))
                .map(CodeHandoverRepository::rows);
    }

    /**
     * Stores a manifest that is about to be signed; the same one again changes nothing. Fails with {@link
     * ProblemType#WRONG_STATE} when the lot has {@value #MANIFESTS_MAX} others.
     */
    Uni<Void> insertManifest(Staff who, LotNumber lot, int place, byte[] sha256, JsonArray files) {
        Tuple row = Tuple.tuple()
                .addUUID(Ids.next(clock))
                .addInteger(lot.value())
                .addInteger(place)
                .addUUID(who.brand())
                .addBuffer(Buffer.buffer(sha256))
                .addValue(files)
                .addUUID(who.key())
                .addOffsetDateTime(Columns.utc(clock.instant()));
        return pool.withTransaction(tx -> tx.preparedQuery(LOCK_LOT)
                .execute(Tuple.of(lot.value()).addBuffer(Buffer.buffer(sha256)).addLong((long) MANIFESTS_MAX))
                .invoke(CodeHandoverRepository::checkRoom)
                .flatMap(locked -> tx.preparedQuery(INSERT_MANIFEST).execute(row))
                .flatMap(done -> audit.write(tx, who, "lot.sign", lot.text() + "/" + place)));
    }

    private static void checkRoom(RowSet<Row> locked) {
        if (locked.iterator().next().getLong("others") >= MANIFESTS_MAX) {
            throw new Problem(
                    ProblemType.WRONG_STATE, "the copies of a lot have at most " + MANIFESTS_MAX + " manifests in all");
        }
    }

    private static Uni<List<Row>> copies(SqlConnection client, LotNumber lot) {
        return client.preparedQuery(COPIES).execute(Tuple.of(lot.value())).map(CodeHandoverRepository::rows);
    }

    private Uni<Void> insert(SqlConnection tx, Staff who, LotNumber lot, int size, List<NewCopy> copies) {
        int[] counts = copies.stream().mapToInt(NewCopy::honeysOrNone).toArray();
        if (Arrays.stream(counts).sum() >= size) {
            throw Problem.invalid("copies", "must have fewer honey codes than the lot has codes");
        }
        int[] firsts = firstHoneys(counts, size);
        Set<Integer> taken = new HashSet<>();
        return Multi.createFrom()
                .range(0, copies.size())
                .onItem()
                .transformToUniAndConcatenate(place -> {
                    Integer[] honeys = copies.get(place).isMixed()
                            ? scattered(
                                    counts[place], size - Arrays.stream(counts).sum(), taken)
                            : IntStream.range(firsts[place], firsts[place] + counts[place])
                                    .boxed()
                                    .toArray(Integer[]::new);
                    return insert(tx, who, lot, place, copies.get(place), honeys);
                })
                .collect()
                .last()
                .flatMap(done -> Arrays.stream(counts).sum() == 0
                        ? Uni.createFrom().voidItem()
                        : LotRowLock.raiseOverridesVersion(tx, lot));
    }

    private Uni<Void> insert(SqlConnection tx, Staff who, LotNumber lot, int place, NewCopy copy, Integer[] honeys) {
        return tx.preparedQuery(INSERT_COPY)
                .execute(Tuple.tuple()
                        .addInteger(lot.value())
                        .addInteger(place)
                        .addUUID(who.brand())
                        .addString(copy.recipient())
                        .addString(copy.encryption().name())
                        .addArrayOfInteger(honeys)
                        .addBoolean(copy.isMixed())
                        .addUUID(who.key())
                        .addOffsetDateTime(Columns.utc(clock.instant())))
                .flatMap(done -> audit.write(tx, who, copy.auditWord(), lot.text() + "/" + place));
    }

    /** The first honey serial of each copy, when its honey codes are the last ones of the lot. */
    private static int[] firstHoneys(int[] counts, int size) {
        int[] firsts = new int[counts.length];
        int next = size - Arrays.stream(counts).sum();
        for (int i = 0; i < counts.length; i++) {
            firsts[i] = next;
            next += counts[i];
        }
        return firsts;
    }

    /** Random serials below a bound that no other copy has, in order; adds them to those taken. */
    private Integer[] scattered(int count, int bound, Set<Integer> taken) {
        List<Integer> honeys = new ArrayList<>();
        while (honeys.size() < count) {
            int serial = random.nextInt(bound);
            if (taken.add(serial)) {
                honeys.add(serial);
            }
        }
        honeys.sort(null);
        return honeys.toArray(Integer[]::new);
    }

    private static List<Row> requireSame(List<NewCopy> named, List<Row> made) {
        boolean same = named.size() == made.size()
                && IntStream.range(0, named.size()).allMatch(i -> named.get(i).isSameAs(made.get(i)));
        if (!same) {
            throw new Problem(ProblemType.WRONG_STATE, "the copies of this lot were named before, and others");
        }
        return made;
    }

    private static List<Row> rows(RowSet<Row> rows) {
        return Rows.map(rows, row -> row);
    }
}
