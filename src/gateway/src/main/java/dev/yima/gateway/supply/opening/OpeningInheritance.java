package dev.yima.gateway.supply.opening;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.supply.aggregation.LabelReplacementParticipant;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** Passes the opening and the promoters of a label on to the label that replaces it. */
@ApplicationScoped
class OpeningInheritance implements LabelReplacementParticipant {
    private static final String STORES = """
            SELECT count(DISTINCT store_id) AS stores FROM case_opening
            WHERE (lot, serial) IN (($1, $2), ($3, $4))""";
    private static final String INHERIT_OPENING = """
            INSERT INTO case_opening (lot, serial, brand_id, store_id, member_id, opened_at, of_lot, of_serial)
            SELECT $3, $4, brand_id, store_id, member_id, opened_at, coalesce(of_lot, lot), coalesce(of_serial, serial)
            FROM case_opening WHERE lot = $1 AND serial = $2 ON CONFLICT DO NOTHING""";
    private static final String INHERIT_ASSIGNMENTS = """
            INSERT INTO promoter_assignment (lot, serial, brand_id, store_id, member_id, bound_at, of_lot, of_serial)
            SELECT $3, $4, brand_id, store_id, member_id, bound_at, coalesce(of_lot, lot), coalesce(of_serial, serial)
            FROM promoter_assignment WHERE lot = $1 AND serial = $2 ON CONFLICT DO NOTHING""";

    @Override
    public Uni<Void> check(SqlConnection tx, CodeRef old, CodeRef replacement) {
        return tx.preparedQuery(STORES)
                .execute(labels(old, replacement))
                .invoke(rows -> {
                    if (rows.iterator().next().getLong("stores") > 1) {
                        throw Problem.at(ProblemType.WRONG_STATE, "new", "was opened by another store than the old");
                    }
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> inherit(SqlConnection tx, CodeRef old, CodeRef replacement) {
        return tx.preparedQuery(INHERIT_OPENING)
                .execute(labels(old, replacement))
                .flatMap(done -> tx.preparedQuery(INHERIT_ASSIGNMENTS).execute(labels(old, replacement)))
                .replaceWithVoid();
    }

    private static Tuple labels(CodeRef old, CodeRef replacement) {
        return Tuple.of(old.lot(), old.serial(), replacement.lot(), replacement.serial());
    }
}
