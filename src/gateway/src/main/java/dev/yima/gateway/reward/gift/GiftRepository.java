package dev.yima.gateway.reward.gift;

import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.reward.gift.Gift.State;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of gifts. */
@ApplicationScoped
class GiftRepository {
    private static final String COLUMNS = """
            SELECT claim_id, brand_id, member_id, title, state, sealed_address, tracking, addressed_at, shipped_at
            FROM gift""";
    private static final String OF_MEMBER = COLUMNS + " WHERE claim_id = $1 AND member_id = $2 FOR UPDATE";
    private static final String AMONG = COLUMNS + " WHERE claim_id = ANY ($1) AND member_id = $2";
    private static final String OF_BRAND = COLUMNS + " WHERE claim_id = $1 AND brand_id = $2 FOR UPDATE";
    private static final String LIST = "SELECT g.* FROM unnest($2::text[]) AS q(state) CROSS JOIN LATERAL (" + COLUMNS
            + " WHERE brand_id = $1 AND state = q.state AND claim_id > $3 ORDER BY claim_id LIMIT $4) AS g"
            + " ORDER BY claim_id LIMIT $4";
    private static final String ADDRESS = """
            UPDATE gift SET state = 'ADDRESSED', sealed_address = $2, addressed_at = $3 WHERE claim_id = $1""";
    private static final String SHIP = """
            UPDATE gift SET state = 'SHIPPED', tracking = coalesce($2, tracking), shipped_at = coalesce(shipped_at, $3)
            WHERE claim_id = $1""";
    private static final String BRAND_WITH_KEPT_ADDRESS = """
            SELECT brand_id FROM gift
            WHERE state = 'SHIPPED' AND sealed_address IS NOT NULL AND shipped_at <= $1 AND brand_id <> ALL ($2)
            ORDER BY shipped_at LIMIT 1""";
    private static final String ERASE_ADDRESSES = """
            UPDATE gift g SET sealed_address = NULL
            FROM (SELECT claim_id FROM gift
                WHERE brand_id = $1 AND state = 'SHIPPED' AND sealed_address IS NOT NULL AND shipped_at <= $2
                ORDER BY shipped_at LIMIT $3 FOR UPDATE) AS due
            WHERE g.claim_id = due.claim_id""";

    /** Lists gifts of a brand, in the order of their ids; those of all states where the state is null. */
    Uni<List<Gift>> list(SqlClient client, UUID brand, @Nullable State state, UUID after, int limit) {
        return client.preparedQuery(LIST)
                .execute(Tuple.of(brand, Columns.oneOrAll(State.class, state), after, limit))
                .map(rows -> Rows.map(rows, Gift::of));
    }

    /** The gifts of a member that are among some claims. */
    Uni<List<Gift>> ofMember(SqlClient client, UUID member, List<UUID> claims) {
        return client.preparedQuery(AMONG)
                .execute(Tuple.of(claims.toArray(UUID[]::new), member))
                .map(rows -> Rows.map(rows, Gift::of));
    }

    /** Locks a gift of a member. Fails with a problem when the member won no such gift. */
    Uni<Gift> lockOfMember(SqlConnection tx, UUID gift, UUID member) {
        return lock(tx, OF_MEMBER, gift, member);
    }

    /** Locks a gift of a brand. Fails with a problem when the brand has no such gift. */
    Uni<Gift> lockOfBrand(SqlConnection tx, UUID gift, UUID brand) {
        return lock(tx, OF_BRAND, gift, brand);
    }

    private static Uni<Gift> lock(SqlConnection tx, String query, UUID gift, UUID owner) {
        return tx.preparedQuery(query)
                .execute(Tuple.of(gift, owner))
                .map(rows -> Rows.first(rows, Gift::of).orElseThrow(() -> new Problem(ProblemType.NOT_FOUND)));
    }

    /** Stores the encrypted address of a gift. */
    Uni<Void> setAddress(SqlConnection tx, UUID gift, byte[] sealed, Instant now) {
        return tx.preparedQuery(ADDRESS)
                .execute(Tuple.of(gift).addBuffer(Buffer.buffer(sealed)).addOffsetDateTime(Columns.utc(now)))
                .replaceWithVoid();
    }

    /**
     * Stores the shipment of a gift, whose time stays that of the first call; a tracking number that is null leaves the
     * one before.
     */
    Uni<Void> setShipped(SqlConnection tx, UUID gift, @Nullable String tracking, Instant now) {
        return tx.preparedQuery(SHIP)
                .execute(Tuple.of(gift, tracking, Columns.utc(now)))
                .replaceWithVoid();
    }

    /**
     * Finds a brand that still has addresses of gifts shipped by a moment.
     *
     * @param leftOut brands that are not to be found
     * @return null when there is none
     */
    Uni<@Nullable UUID> brandWithKeptAddress(SqlClient client, Instant shippedBy, Set<UUID> leftOut) {
        return client.preparedQuery(BRAND_WITH_KEPT_ADDRESS)
                .execute(Tuple.of(Columns.utc(shippedBy), leftOut.toArray(UUID[]::new)))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getUUID("brand_id"));
    }

    /** Erases the addresses of gifts of a brand that were shipped by a moment: at most so many, the earliest first. */
    Uni<Void> eraseAddresses(SqlConnection tx, UUID brand, Instant shippedBy, int rowsMax) {
        return tx.preparedQuery(ERASE_ADDRESSES)
                .execute(Tuple.of(brand, Columns.utc(shippedBy), rowsMax))
                .replaceWithVoid();
    }
}
