package dev.yima.gateway.lot;

import dev.yima.codec.LotNumber;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** The row of a lot as the lock under which its serial overrides change, one transaction after the other. */
public final class LotRowLock {
    private static final String FIND = """
            SELECT number, size, product_id, campaign_id FROM lot WHERE number = $1 AND brand_id = $2""";
    private static final String RAISE_VERSION =
            "UPDATE lot SET overrides_version = overrides_version + 1 WHERE number = $1";

    private LotRowLock() {}

    /**
     * The row of a lot of the staff's brand, not locked. Fails with {@link ProblemType#NOT_FOUND} when there is none.
     */
    public static Uni<Row> find(SqlClient client, Staff who, LotNumber number) {
        return one(client, FIND, who, number);
    }

    /** The same row, locked until the transaction ends. */
    public static Uni<Row> lock(SqlClient transaction, Staff who, LotNumber number) {
        return one(transaction, FIND + " FOR NO KEY UPDATE", who, number);
    }

    /** Raises the version of the lot's serial overrides, so that the scan path reads them again. */
    public static Uni<Void> raiseOverridesVersion(SqlClient transaction, LotNumber number) {
        return transaction
                .preparedQuery(RAISE_VERSION)
                .execute(Tuple.of(number.value()))
                .replaceWithVoid();
    }

    private static Uni<Row> one(SqlClient client, String sql, Staff who, LotNumber number) {
        return client.preparedQuery(sql)
                .execute(Tuple.of(number.value(), who.brand()))
                .map(rows -> Rows.first(rows, row -> row).orElseThrow(() -> new Problem(ProblemType.NOT_FOUND)));
    }
}
