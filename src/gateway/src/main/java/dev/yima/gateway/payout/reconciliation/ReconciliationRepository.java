package dev.yima.gateway.payout.reconciliation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.DatabasePools;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Reconciliation reports. All of them are kept, the latest of a day counts. */
@ApplicationScoped
class ReconciliationRepository {
    private static final String LATEST = """
            SELECT report FROM reconciliation WHERE brand_id = $1 AND day = $2 ORDER BY made_at DESC LIMIT 1""";
    private static final String LIST = """
            SELECT DISTINCT ON (day) day, made_at, agrees FROM reconciliation WHERE brand_id = $1 AND day < $2
            ORDER BY day DESC, made_at DESC LIMIT $3""";
    private static final String KEEP = """
            INSERT INTO reconciliation (brand_id, day, made_at, agrees, report) VALUES ($1, $2, $3, $4, $5)""";

    private final Pool pool;
    private final ObjectMapper json;

    ReconciliationRepository(DatabasePools pools, ObjectMapper json) {
        this.pool = pools.reports();
        this.json = json;
    }

    /**
     * A day that was reconciled.
     *
     * @param day the day, by the calendar of the brand
     * @param madeAt the moment of the comparison
     * @param agrees whether nothing differs and no statement is missing
     */
    @Schema(name = "ReconciledDay")
    public record Day(LocalDate day, Instant madeAt, boolean agrees) {}

    /** Keeps a report. */
    Uni<Void> keep(SqlClient tx, UUID brand, Reconciliation report) {
        Tuple row = Tuple.of(brand, report.day(), Columns.utc(report.madeAt()), report.agrees(), text(report));
        return tx.preparedQuery(KEEP).execute(row).replaceWithVoid();
    }

    /** Finds the latest reconciliation of a day; fails with a problem when there is none. */
    Uni<Reconciliation> latest(UUID brand, LocalDate day) {
        return pool.preparedQuery(LATEST)
                .execute(Tuple.of(brand, day))
                .map(rows -> Rows.first(rows, row -> read(row.getString("report")))
                        .orElseThrow(() -> new Problem(ProblemType.NOT_FOUND)));
    }

    /** Lists the days that were reconciled, before one, the latest first. */
    Uni<List<Day>> list(UUID brand, LocalDate before, int limit) {
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(brand, before, limit))
                .map(rows -> Rows.map(
                        rows,
                        row -> new Day(
                                row.getLocalDate("day"), Rows.instant(row, "made_at"), row.getBoolean("agrees"))));
    }

    private String text(Reconciliation report) {
        try {
            return json.writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report that cannot be written", e);
        }
    }

    private Reconciliation read(String report) {
        try {
            return json.readValue(report, Reconciliation.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report that cannot be read", e);
        }
    }
}
