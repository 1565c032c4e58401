package dev.yima.gateway.lot;

import dev.yima.codec.LotNumber;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** The row of a lot, as whoever changes single codes of it needs it: locked, so that changes follow each other. */
public final class LotRowLock {
    private static final String FIND = """
            SELECT number, size, product_id, campaign_id FROM lot WHERE number = $1 AND brand_id = $2""";
    private static final String MARK = "UPDATE lot SET overrides_version = overrides_version + 1 WHERE number = $1";

    private LotRowLock() {}

    /** A lot of one's own brand. */
    public static Uni<Row> find(SqlClient client, Staff who, LotNumber number) {
        return one(client, FIND, who, number);
    }

    /** The same, locked until the transaction ends. */
    public static Uni<Row> lock(SqlClient transaction, Staff who, LotNumber number) {
        return one(transaction, FIND + " FOR NO KEY UPDATE", who, number);
    }

    /** Says that single codes of the lot are something else now: the scan path reads them again. */
    public static Uni<Void> mark(SqlClient transaction, LotNumber number) {
        return transaction.preparedQuery(MARK).execute(Tuple.of(number.value())).replaceWithVoid();
    }

    private static Uni<Row> one(SqlClient client, String sql, Staff who, LotNumber number) {
        return client.preparedQuery(sql)
                .execute(Tuple.of(number.value(), who.brand()))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw new Problem(ProblemType.NOT_FOUND);
                    }
                    return rows.iterator().next();
                });
    }
}
