package dev.yima.gateway.supply.opening;

import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.supply.aggregation.LabelReplacements;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** The rows of promoters: the employees who are rewarded for a code, and all that is in it, at their store. */
@ApplicationScoped
class PromoterAssignmentRepository {
    private static final String INSERT = """
            INSERT INTO promoter_assignment (lot, serial, brand_id, store_id, member_id, bound_at)
            SELECT $1::int, $2::int, $3::uuid, $4::uuid, $5::uuid, $6::timestamptz
            """ + LabelReplacements.WHERE_IN_USE + "ON CONFLICT DO NOTHING";
    private static final String FIND =
            "SELECT member_id FROM promoter_assignment WHERE lot = $1 AND serial = $2 AND store_id = $3";

    /**
     * Assigns the scanning employee to a code, unless it has a promoter at the store, or another label replaced it.
     *
     * @return the promoter of the code at the store; empty when another label replaced the code before it had one
     */
    Uni<Optional<UUID>> insertOrFind(SqlClient tx, StoreScan scanned) {
        Tuple key = Tuple.of(scanned.code().lot(), scanned.code().serial(), scanned.store());
        return tx.preparedQuery(INSERT)
                .execute(scanned.columns())
                .flatMap(done -> tx.preparedQuery(FIND).execute(key))
                .map(rows -> Rows.first(rows, row -> row.getUUID("member_id")));
    }
}
