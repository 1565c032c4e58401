package dev.yima.gateway.history;

import dev.yima.gateway.platform.async.Batcher;
import dev.yima.gateway.platform.config.YimaConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what PostgreSQL knows of a code: the truth behind the gate. */
@ApplicationScoped
public class ScanHistory {
    private static final int ROWS_MAX = 1_024;
    private static final Duration READ_WITHIN = Duration.ofSeconds(1);
    /**
     * Most codes were never scanned: they are probed for any scan at all first, and those without have no row. A claim
     * is not without its scan, which is written in the same commit.
     */
    private static final String READ = """
            SELECT q.n, h.counted, h.first_at, h.first_member, h.last_mine, c.member_id AS claimed_by
            FROM unnest($1::int[], $2::int[], $3::uuid[], $4::timestamptz[]) WITH ORDINALITY
                AS q(lot, serial, member, before, n)
            CROSS JOIN LATERAL (SELECT 1 FROM scan s WHERE s.lot = q.lot AND s.serial = q.serial LIMIT 1) AS known
            CROSS JOIN LATERAL (
                SELECT count(*) FILTER (WHERE s.counted) AS counted,
                       min(s.scanned_at) AS first_at,
                       (array_agg(s.member_id ORDER BY s.scanned_at))[1] AS first_member,
                       max(s.scanned_at) FILTER (WHERE s.counted AND s.member_id = q.member) AS last_mine
                FROM scan s WHERE s.lot = q.lot AND s.serial = q.serial AND s.scanned_at < q.before) h
            LEFT JOIN claim c ON c.lot = q.lot AND c.serial = q.serial AND c.slot = 'CONSUMER'""";

    private final Pool pool;
    private final Batcher<Question, Past> batcher;

    ScanHistory(Pool pool, Vertx vertx, YimaConfig config) {
        this.pool = pool;
        this.batcher = new Batcher<>(vertx, ROWS_MAX, config.limits().queueMax(), READ_WITHIN, this::read);
    }

    /**
     * What happened to a code before a moment.
     *
     * @param counted how many scans are counted
     * @param firstAt when the first was, null when there was none
     * @param firstMember whose the first was, null when there was none
     * @param lastMine when the asking person's last counted scan was, null when there was none
     * @param claimedBy who holds the consumer's claim, null when nobody does; as of now, not of the moment
     */
    public record Past(
            long counted,
            @Nullable Instant firstAt,
            @Nullable UUID firstMember,
            @Nullable Instant lastMine,
            @Nullable UUID claimedBy) {
        /** Of a code that was never scanned. */
        static final Past NONE = new Past(0, null, null, null, null);
    }

    /**
     * Reads the past of a code.
     *
     * @param code which
     * @param member who is asking
     * @param before scans from this moment on are left out
     */
    public Uni<Past> before(CodeRef code, UUID member, Instant before) {
        return batcher.submit(new Question(code, member, before));
    }

    private Uni<List<Past>> read(List<Question> questions) {
        Tuple columns = Tuple.tuple()
                .addArrayOfInteger(questions.stream().map(q -> q.code.lot()).toArray(Integer[]::new))
                .addArrayOfInteger(questions.stream().map(q -> q.code.serial()).toArray(Integer[]::new))
                .addArrayOfUUID(questions.stream().map(Question::member).toArray(UUID[]::new))
                .addArrayOfOffsetDateTime(questions.stream()
                        .map(q -> q.before.atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new));
        return pool.preparedQuery(READ).execute(columns).map(rows -> pasts(rows, questions.size()));
    }

    private static List<Past> pasts(RowSet<Row> rows, int count) {
        List<Past> pasts = new ArrayList<>(Collections.nCopies(count, Past.NONE));
        for (Row row : rows) {
            Past past = new Past(
                    row.getLong("counted"),
                    instant(row, "first_at"),
                    row.getUUID("first_member"),
                    instant(row, "last_mine"),
                    row.getUUID("claimed_by"));
            pasts.set(row.getLong("n").intValue() - 1, past);
        }
        return pasts;
    }

    private static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    private record Question(CodeRef code, UUID member, Instant before) {}
}
