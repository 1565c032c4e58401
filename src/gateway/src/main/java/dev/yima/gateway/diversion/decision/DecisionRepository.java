package dev.yima.gateway.diversion.decision;

import dev.yima.engine.diversion.DiversionRule.Grade;
import dev.yima.gateway.diversion.DealerCount;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.platform.staff.Staff;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The rows of staff decisions about dealers. */
@ApplicationScoped
class DecisionRepository {
    private static final String INSERT = """
            INSERT INTO diversion_decision (id, brand_id, dealer_id, kind, reason, grade, rule, decided_by, decided_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)""";
    private static final String LATEST = """
            SELECT d.* FROM unnest($2::uuid[]) AS q(id) CROSS JOIN LATERAL (
                SELECT * FROM diversion_decision d WHERE d.brand_id = $1 AND d.dealer_id = q.id
                ORDER BY d.id DESC LIMIT 1) AS d""";

    private final Clock clock;

    DecisionRepository(Clock clock) {
        this.clock = clock;
    }

    /** Kind of a decision. */
    @Schema(name = "DiversionDecisionKind")
    public enum Kind {
        /** The dealer is suspended. */
        SUSPEND,
        /** The dealer is reinstated. */
        REINSTATE
    }

    /**
     * A decision about a dealer.
     *
     * @param kind the decision
     * @param reason its reason
     * @param grade the grade of the dealer at that time
     * @param rule the rule at that time, with its numbers
     * @param decidedBy the staff key
     * @param decidedAt the time
     */
    @Schema(name = "DiversionDecision")
    public record Decision(
            Kind kind,

            @Schema(examples = "12 cases in Guangdong, sold by the shop next door")
            String reason,

            Grade grade,
            String rule,
            UUID decidedBy,
            Instant decidedAt) {}

    /** Inserts a decision. */
    Uni<Void> insert(SqlClient tx, Staff who, DealerCount dealer, Kind kind, String reason) {
        Tuple row = Tuple.tuple()
                .addUUID(Ids.next(clock))
                .addUUID(who.brand())
                .addUUID(dealer.dealer())
                .addString(kind.name())
                .addString(reason)
                .addString(dealer.grade().name())
                .addString(dealer.explain())
                .addUUID(who.key())
                .addOffsetDateTime(Columns.utc(clock.instant()));
        return tx.preparedQuery(INSERT).execute(row).replaceWithVoid();
    }

    /** The last decisions by dealer; dealers without one are left out. */
    Uni<Map<UUID, Decision>> latest(SqlClient client, UUID brand, Collection<UUID> dealers) {
        Tuple asked = Columns.of(dealers, brand).uuids(dealer -> dealer).tuple();
        return client.preparedQuery(LATEST).execute(asked).map(rows -> {
            Map<UUID, Decision> latest = new HashMap<>();
            rows.forEach(row -> latest.put(
                    row.getUUID("dealer_id"),
                    new Decision(
                            Kind.valueOf(row.getString("kind")),
                            row.getString("reason"),
                            Grade.valueOf(row.getString("grade")),
                            row.getString("rule"),
                            row.getUUID("decided_by"),
                            Rows.instant(row, "decided_at"))));
            return latest;
        });
    }
}
