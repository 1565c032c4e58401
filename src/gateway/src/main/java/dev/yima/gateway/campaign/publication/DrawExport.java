package dev.yima.gateway.campaign.publication;

import dev.yima.gateway.platform.db.DatabasePools;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.platform.http.RowExport;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.mutiny.Multi;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/** The claim positions of a campaign as CSV. */
@ApplicationScoped
class DrawExport {
    private static final int UNDER_WAY_MAX = 8;
    private static final List<String> COLUMNS = List.of("position", "line", "kind", "amount", "unit", "claimedAt");
    private static final String SELECT = """
            SELECT position, prize_line, kind, amount, unit, claimed_at FROM claim
            WHERE campaign_id = $1 AND position >= $2 ORDER BY position LIMIT $3""";

    private final Pool pool;
    private final Semaphore underWay = new Semaphore(UNDER_WAY_MAX);

    DrawExport(DatabasePools pools) {
        this.pool = pools.reports();
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
        return new RowExport(
                        COLUMNS,
                        last -> pool.preparedQuery(SELECT)
                                .execute(Tuple.of(
                                        campaign,
                                        last.map(row -> row.getInteger("position") + 1)
                                                .orElse(0),
                                        RowExport.ROWS)),
                        DrawExport::cells)
                .csv();
    }

    private static List<Object> cells(Row row) {
        return List.of(
                row.getInteger("position"),
                RowExport.cell(row, "prize_line"),
                RowExport.cell(row, "kind"),
                RowExport.cell(row, "amount"),
                RowExport.cell(row, "unit"),
                Rows.instant(row, "claimed_at"));
    }
}
