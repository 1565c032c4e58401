package dev.yima.gateway.payout.reconciliation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yima.gateway.ledger.BookDay;
import dev.yima.gateway.platform.db.Columns;
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
import java.util.Collection;
import java.util.List;
import java.util.Optional;
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
    // Days that were missed are made up for; a brand begins with the day before it is first looked at.
    // A look for one payout of each brand: EXISTS may be planned as a read of all payouts.
    private static final String DUE = """
            SELECT brand_id, day FROM (
                SELECT b.id AS brand_id, coalesce((SELECT max(r.day) + 1 FROM reconciliation r
                    WHERE r.brand_id = b.id AND r.day_is_over), $1) AS day
                FROM brand b WHERE b.id <> ALL ($2)
                    AND (SELECT 1 FROM payout p WHERE p.brand_id = b.id LIMIT 1) IS NOT NULL) AS next
            WHERE day <= $1 ORDER BY day, brand_id LIMIT 1""";

    private static final String KEEP = """
            INSERT INTO reconciliation (brand_id, day, made_at, day_is_over, agrees, report)
            VALUES ($1, $2, $3, $4, $5, $6)""";

    private final Pool pool;
    private final ObjectMapper json;

    ReconciliationRepository(Pool pool, ObjectMapper json) {
        this.pool = pool;
        this.json = json;
    }

    /**
     * A day that was reconciled.
     *
     * @param day the day, by the calendar of China
     * @param madeAt the moment of the comparison
     * @param agrees whether nothing differs
     */
    @Schema(name = "ReconciledDay")
    public record Day(LocalDate day, Instant madeAt, boolean agrees) {}

    /**
     * A day of a brand that is to be reconciled.
     *
     * @param brand the brand
     * @param day the day
     */
    record Due(UUID brand, LocalDate day) {}

    /** Keeps a report. */
    Uni<Void> keep(SqlClient tx, UUID brand, Reconciliation report) {
        Instant made = report.madeAt();
        Tuple row = Tuple.of(
                brand,
                report.day(),
                Columns.utc(made),
                BookDay.of(made).isAfter(report.day()),
                report.agrees(),
                text(report));
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

    /**
     * Finds the earliest day that is still to be reconciled.
     *
     * @param last the last day whose statement can be had
     * @param excluded brands that are passed over
     */
    Uni<Optional<Due>> due(LocalDate last, Collection<UUID> excluded) {
        return pool.preparedQuery(DUE)
                .execute(Tuple.of(last, excluded.toArray(UUID[]::new)))
                .map(rows -> Rows.first(rows, row -> new Due(row.getUUID("brand_id"), row.getLocalDate("day"))));
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
