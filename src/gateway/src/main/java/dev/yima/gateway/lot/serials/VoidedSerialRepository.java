package dev.yima.gateway.lot.serials;

import dev.yima.codec.LotNumber;
import dev.yima.gateway.lot.LotRowLock;
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
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tables of voided serials and of the reasons for which they are. */
@ApplicationScoped
public class VoidedSerialRepository {
    /** The most reasons for which codes of a lot are voided. */
    public static final int REASONS_MAX = 1_000;

    private static final String CHUNK = "SELECT bits FROM voided_serial WHERE lot = $1 AND chunk = $2";
    private static final String WRITE_CHUNK = """
            INSERT INTO voided_serial (lot, chunk, brand_id, bits) VALUES ($1, $2, $3, $4)
            ON CONFLICT (lot, chunk) DO UPDATE SET bits = EXCLUDED.bits""";
    private static final String REASONS = "SELECT reason, bits FROM voided_reason WHERE lot = $1 AND chunk = $2";
    private static final String WRITE_REASON = """
            INSERT INTO voided_reason (lot, chunk, brand_id, reason, bits) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (lot, chunk, reason) DO UPDATE SET bits = EXCLUDED.bits""";
    // A bit is counted from the lowest of the first byte, as in SerialSet.
    private static final String REASON = """
            SELECT reason FROM voided_reason WHERE lot = $1 AND chunk = $2 AND get_bit(bits, $3) = 1""";
    private static final String COUNT_REASONS = """
            SELECT count(DISTINCT reason) AS reasons FROM voided_reason WHERE lot = $1 AND reason <> $2""";
    private static final String CLAIMED = """
            SELECT count(DISTINCT serial) AS claimed FROM claim WHERE lot = $1 AND serial = ANY($2)""";

    private final Pool pool;
    private final AuditLog audit;

    VoidedSerialRepository(Pool pool, AuditLog audit) {
        this.pool = pool;
        this.audit = audit;
    }

    /**
     * The result of voiding codes.
     *
     * @param voided the number of codes that were not void before
     * @param claimed the number of codes that had been claimed
     */
    public record VoidResult(int voided, long claimed) {}

    /**
     * Voids codes by their serials. Fails with {@link ProblemType#NOT_FOUND} when the brand has no such lot, and with
     * {@link ProblemType#WRONG_STATE} when it has {@value #REASONS_MAX} other reasons.
     *
     * @param reason the reason; null where staff give none
     */
    public Uni<VoidResult> voidSerials(Staff who, LotNumber lot, int[] serials, @Nullable String reason) {
        return pool.withTransaction(tx -> LotRowLock.lock(tx, who, lot)
                .flatMap(row -> requireRoom(tx, lot, reason))
                .flatMap(ok ->
                        eachChunk(serials, (chunk, bits) -> voidChunk(new Chunk(tx, who, lot, chunk), bits, reason)))
                .call(voided -> changed(tx, who, lot, voided, "lot.waste", reason))
                .flatMap(voided -> result(tx, lot, serials, voided)));
    }

    /** The result that {@link #voidSerials} would have, without voiding anything. */
    public Uni<VoidResult> wouldVoid(Staff who, LotNumber lot, int[] serials) {
        return pool.withConnection(client -> LotRowLock.find(client, who, lot)
                .flatMap(row -> eachChunk(
                        serials,
                        (chunk, bits) ->
                                bits(client, lot, chunk).map(now -> SerialSet.count(SerialSet.without(bits, now)))))
                .flatMap(fresh -> result(client, lot, serials, fresh)));
    }

    /**
     * Takes codes back that were voided, before their lot is activated, and returns how many. Fails with
     * {@link ProblemType#NOT_FOUND} or {@link ProblemType#WRONG_STATE}.
     *
     * @param dryRun whether to tell how many it would be instead
     */
    public Uni<Integer> restore(Staff who, LotNumber lot, int[] serials, boolean dryRun) {
        return pool.withTransaction(tx -> LotRowLock.lock(tx, who, lot)
                .invoke(LotRowLock::requireMinted)
                .flatMap(row ->
                        eachChunk(serials, (chunk, bits) -> restoreChunk(new Chunk(tx, who, lot, chunk), bits, dryRun)))
                .call(restored -> changed(tx, who, lot, dryRun ? 0 : restored, "lot.unwaste", null)));
    }

    /** The reason for which a code was voided; empty when it was not, or for none. */
    public Uni<Optional<String>> reason(LotNumber lot, int serial) {
        return pool.preparedQuery(REASON)
                .execute(Tuple.of(lot.value(), serial / SerialSet.CHUNK, (long) (serial % SerialSet.CHUNK)))
                .map(rows -> Rows.first(rows, row -> row.getString("reason")));
    }

    private static Uni<Void> requireRoom(SqlClient tx, LotNumber lot, @Nullable String reason) {
        if (reason == null) {
            return Uni.createFrom().voidItem();
        }
        return tx.preparedQuery(COUNT_REASONS)
                .execute(Tuple.of(lot.value(), reason))
                .invoke(rows -> {
                    if (rows.iterator().next().getLong("reasons") >= REASONS_MAX) {
                        throw new Problem(
                                ProblemType.WRONG_STATE,
                                "codes of a lot are void for at most " + REASONS_MAX + " reasons");
                    }
                })
                .replaceWithVoid();
    }

    /** Sums up what is done to each chunk that some serials are in, one chunk after the other. */
    private static Uni<Integer> eachChunk(int[] serials, ChunkAction action) {
        return Multi.createFrom()
                .iterable(SerialSet.bits(serials).entrySet())
                .onItem()
                .transformToUniAndConcatenate(
                        (Map.Entry<Integer, byte[]> chunk) -> action.apply(chunk.getKey(), chunk.getValue()))
                .collect()
                .with(Collectors.summingInt(Integer::intValue));
    }

    private static Uni<Integer> voidChunk(Chunk chunk, byte[] wanted, @Nullable String reason) {
        return bits(chunk.tx, chunk.lot, chunk.number).flatMap(now -> {
            byte[] fresh = SerialSet.without(wanted, now);
            return chunk.write(SerialSet.with(now, fresh))
                    .flatMap(done -> reason == null || SerialSet.count(fresh) == 0
                            ? Uni.createFrom().voidItem()
                            : addReason(chunk, reason, fresh))
                    .replaceWith(SerialSet.count(fresh));
        });
    }

    private static Uni<Void> addReason(Chunk chunk, String reason, byte[] fresh) {
        return chunk.reasons()
                .map(rows -> rows.stream()
                        .filter(row -> row.getString("reason").equals(reason))
                        .findFirst()
                        .map(row -> SerialSet.with(row.getBuffer("bits").getBytes(), fresh))
                        .orElse(fresh))
                .flatMap(bits -> chunk.writeReason(reason, bits));
    }

    private static Uni<Integer> restoreChunk(Chunk chunk, byte[] wanted, boolean dryRun) {
        return bits(chunk.tx, chunk.lot, chunk.number).flatMap(now -> {
            byte[] rest = SerialSet.without(now, wanted);
            int restored = SerialSet.count(now) - SerialSet.count(rest);
            return dryRun || restored == 0
                    ? Uni.createFrom().item(restored)
                    : chunk.write(rest)
                            .flatMap(done -> chunk.reasons())
                            .flatMap(rows -> Multi.createFrom()
                                    .iterable(rows)
                                    .onItem()
                                    .transformToUniAndConcatenate(row -> chunk.writeReason(
                                            row.getString("reason"),
                                            SerialSet.without(
                                                    row.getBuffer("bits").getBytes(), wanted)))
                                    .collect()
                                    .asList())
                            .replaceWith(restored);
        });
    }

    private Uni<Void> changed(
            SqlClient tx, Staff who, LotNumber lot, int codes, String action, @Nullable String reason) {
        String subject = lot.text() + ": " + codes + (reason == null ? "" : ": " + reason);
        return codes == 0
                ? Uni.createFrom().voidItem()
                : LotRowLock.raiseOverridesVersion(tx, lot).flatMap(done -> audit.write(tx, who, action, subject));
    }

    private static Uni<VoidResult> result(SqlClient client, LotNumber lot, int[] serials, int voided) {
        Integer[] boxed = Arrays.stream(serials).boxed().toArray(Integer[]::new);
        return client.preparedQuery(CLAIMED)
                .execute(Tuple.tuple().addInteger(lot.value()).addArrayOfInteger(boxed))
                .map(rows -> new VoidResult(voided, rows.iterator().next().getLong("claimed")));
    }

    private static Uni<byte[]> bits(SqlClient client, LotNumber lot, int chunk) {
        return client.preparedQuery(CHUNK)
                .execute(Tuple.of(lot.value(), chunk))
                .map(rows -> rows.size() == 0
                        ? new byte[SerialSet.CHUNK_BYTES]
                        : rows.iterator().next().getBuffer("bits").getBytes());
    }

    /** Something that is done to the bits of a chunk, and returns how many it changed. */
    private interface ChunkAction {
        Uni<Integer> apply(int chunk, byte[] bits);
    }

    /** A chunk of a lot's serials, in a transaction that holds the lot's row. */
    private record Chunk(SqlClient tx, Staff who, LotNumber lot, int number) {
        Uni<Void> write(byte[] bits) {
            return tx.preparedQuery(WRITE_CHUNK)
                    .execute(Tuple.of(lot.value(), number, who.brand()).addBuffer(Buffer.buffer(bits)))
                    .replaceWithVoid();
        }

        Uni<List<Row>> reasons() {
            return tx.preparedQuery(REASONS)
                    .execute(Tuple.of(lot.value(), number))
                    .map(rows -> Rows.map(rows, row -> row));
        }

        Uni<Void> writeReason(String reason, byte[] bits) {
            return tx.preparedQuery(WRITE_REASON)
                    .execute(Tuple.of(lot.value(), number, who.brand(), reason).addBuffer(Buffer.buffer(bits)))
                    .replaceWithVoid();
        }
    }
}
