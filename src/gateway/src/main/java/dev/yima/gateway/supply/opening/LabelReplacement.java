package dev.yima.gateway.supply.opening;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.supply.aggregation.AggregationRepository;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a new label takes over from the one whose place it takes: who opened the case, and who stands for it. The rows
 * of the old label stay as they are.
 */
@ApplicationScoped
public class LabelReplacement {
    private static final String OPENERS = """
            SELECT count(DISTINCT store_id) AS stores FROM case_opening
            WHERE (lot, serial) IN (($1, $2), ($3, $4))""";
    private static final String REPLACE = """
            INSERT INTO label_replacement (id, brand_id, lot, serial, by_lot, by_serial, replaced_at, replaced_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)""";
    private static final String INHERIT_OPENING = """
            INSERT INTO case_opening (lot, serial, brand_id, store_id, member_id, opened_at, of_lot, of_serial)
            SELECT $3, $4, brand_id, store_id, member_id, opened_at, coalesce(of_lot, lot), coalesce(of_serial, serial)
            FROM case_opening WHERE lot = $1 AND serial = $2 ON CONFLICT DO NOTHING""";
    private static final String INHERIT_BONDS = """
            INSERT INTO promoter_assignment (lot, serial, brand_id, store_id, member_id, bound_at, of_lot, of_serial)
            SELECT $3, $4, brand_id, store_id, member_id, bound_at, coalesce(of_lot, lot), coalesce(of_serial, serial)
            FROM promoter_assignment WHERE lot = $1 AND serial = $2 ON CONFLICT DO NOTHING""";

    private final Clock clock;

    LabelReplacement(Clock clock) {
        this.clock = clock;
    }

    /**
     * Makes sure that no store opens or stands for one of two labels until the transaction ends.
     *
     * @return fails with a problem when two stores have opened them: one of them would lose the case
     */
    public Uni<Void> lock(SqlConnection tx, CodeRef old, CodeRef fresh) {
        List<CodeRef> both = Stream.of(old, fresh).sorted().toList();
        return AggregationRepository.lockLabels(tx, both)
                .flatMap(locked -> tx.preparedQuery(OPENERS).execute(ends(old, fresh)))
                .invoke(rows -> {
                    if (rows.iterator().next().getLong("stores") > 1) {
                        throw Problem.at(ProblemType.WRONG_STATE, "new", "was opened by another store than the old");
                    }
                })
                .replaceWithVoid();
    }

    /** Writes down that a label took the place of another, and what it takes over. */
    public Uni<Void> replace(SqlConnection tx, Staff who, CodeRef old, CodeRef fresh, Instant now) {
        Tuple row = Tuple.of(Ids.next(clock), who.brand(), old.lot(), old.serial(), fresh.lot(), fresh.serial())
                .addOffsetDateTime(now.atOffset(ZoneOffset.UTC))
                .addUUID(who.key());
        return tx.preparedQuery(REPLACE)
                .execute(row)
                .flatMap(done -> tx.preparedQuery(INHERIT_OPENING).execute(ends(old, fresh)))
                .flatMap(done -> tx.preparedQuery(INHERIT_BONDS).execute(ends(old, fresh)))
                .replaceWithVoid();
    }

    private static Tuple ends(CodeRef old, CodeRef fresh) {
        return Tuple.of(old.lot(), old.serial(), fresh.lot(), fresh.serial());
    }
}
