package dev.yima.gateway.campaign;

import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.mutiny.Multi;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The claim positions of a campaign as CSV, read page by page as they are taken, so that any length fits in little
 * memory.
 */
@ApplicationScoped
class DrawExport {
    private static final int PAGE = 2_000;
    private static final int UNDER_WAY_MAX = 8;
    private static final String HEADER = "position,line,kind,amount,unit,claimedAt\n";
    private static final String SELECT = """
            SELECT position, prize_line, kind, amount, unit, claimed_at FROM claim
            WHERE campaign_id = $1 AND position >= $2 ORDER BY position LIMIT $3""";

    private final Pool pool;
    private final Semaphore underWay = new Semaphore(UNDER_WAY_MAX);

    DrawExport(Pool pool) {
        this.pool = pool;
    }

    /**
     * The rows for anybody. Only some are under way at a time, so that nobody holds up the staff with exports that they
     * never read; beyond, it fails with {@link ProblemType#OVERLOADED}.
     */
    Multi<String> publicRows(UUID campaign) {
        return Multi.createFrom()
                .deferred(() -> underWay.tryAcquire()
                        ? rows(campaign).onTermination().invoke(underWay::release)
                        : Multi.createFrom().failure(new Problem(ProblemType.OVERLOADED)));
    }

    /** The rows, a header first. */
    Multi<String> rows(UUID campaign) {
        Multi<String> pages = Multi.createBy()
                .repeating()
                .uni(
                        AtomicInteger::new,
                        from -> pool.preparedQuery(SELECT)
                                .execute(Tuple.of(campaign, from.get(), PAGE))
                                .invoke(rows -> moveOn(from, rows)))
                .whilst(rows -> rows.size() == PAGE)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(DrawExport::line)
                        .collect(Collectors.joining()));
        return Multi.createBy().concatenating().streams(Multi.createFrom().item(HEADER), pages);
    }

    private static void moveOn(AtomicInteger from, RowSet<Row> rows) {
        rows.forEach(row -> from.set(row.getInteger("position") + 1));
    }

    private static String line(Row row) {
        return row.getInteger("position") + ","
                + cell(row, "prize_line") + ","
                + cell(row, "kind") + ","
                + cell(row, "amount") + ","
                + cell(row, "unit") + ","
                + row.getOffsetDateTime("claimed_at").toInstant() + "\n";
    }

    private static String cell(Row row, String column) {
        Object value = row.getValue(column);
        return value == null ? "" : value.toString();
    }
}
