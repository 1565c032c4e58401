package dev.yima.gateway.lot;

import dev.yima.codec.LotNumber;
import dev.yima.engine.scan.LotState;
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
            SELECT number, size, test, state, product_id, campaign_id FROM lot WHERE number = $1 AND brand_id = $2""";
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

    /**
     * Refuses what can be done only before a lot is activated.
     *
     * @param row the lot's row, locked
     */
    public static void requireMinted(Row row) {
        if (!row.getString("state").equals(LotState.MINTED.name())) {
            throw new Problem(ProblemType.WRONG_STATE, "the lot is " + row.getString("state") + ", no longer MINTED");
        }
    }

    /**
     * Refuses a lot for a campaign whose lots are of the other kind.
     *
     * @param test whether it is a test lot
     * @param others the number of entries that say so of its campaign
     */
    public static void requireAlike(boolean test, long others) {
        if (others > 0) {
            throw new Problem(
                    ProblemType.WRONG_STATE,
                    test
                            ? "the campaign has lots for goods: a test lot needs a campaign of its own"
                            : "the campaign has test lots, which win no real money: goods need another one");
        }
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
