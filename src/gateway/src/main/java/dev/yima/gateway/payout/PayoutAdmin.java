package dev.yima.gateway.payout;

import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.visitor.Visitor;
import dev.yima.gateway.visitor.VisitorCookies;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Queries of payouts and retries, for staff and for the payee. */
@ApplicationScoped
class PayoutAdmin {
    private static final String COLUMNS =
            "SELECT claim_id, member_id, amount, currency, state, bill_no, attempts, failure, created_at FROM payout ";
    // A page of each state by the index of states, and of those the first: an index of all would cost every claim.
    private static final String LIST =
            "SELECT p.* FROM unnest($2::text[]) AS q(state) CROSS JOIN LATERAL (" + COLUMNS + """
            WHERE brand_id = $1 AND state = q.state AND claim_id > $3 ORDER BY claim_id LIMIT $4) AS p
            ORDER BY claim_id LIMIT $4""";
    private static final String FIND = COLUMNS + "WHERE brand_id = $1 AND claim_id = $2";
    private static final String EVENTS = """
            SELECT was, became, bill_no, failure, happened_at FROM payout_event WHERE claim_id = $1
            ORDER BY happened_at""";
    // Another number only where nothing is paid under the last: the trigger payout_moves refuses any other way. A retry
    // by the brand gives the payee theirs again.
    private static final String RETRY = """
            UPDATE payout SET
                state = CASE WHEN number_retired THEN 'REISSUED' ELSE 'BILLED' END,
                bill_no = CASE WHEN number_retired THEN $3 ELSE bill_no END,
                bill_body = CASE WHEN number_retired THEN NULL ELSE bill_body END,
                number_retired = false, attempts = 0, unwritten = 0, failure = NULL, settled_at = NULL, due_at = now(),
                payee_retries = CASE WHEN brand_id = $2 THEN 0 ELSE payee_retries + 1 END
            WHERE claim_id = $1 AND $2 IN (brand_id, member_id) AND state = ANY ($4)
                AND (brand_id = $2 OR payee_retries < $5)""";
    private static final String USED_UP = """
            SELECT 1 FROM payout WHERE claim_id = $1 AND member_id = $2 AND state = ANY ($3) AND payee_retries >= $4""";
    private static final String PAUSED =
            "SELECT max(paused_until) AS paused_until FROM payout_pause WHERE brand_id = $1 AND paused_until > now()";
    private static final String RESUME = "DELETE FROM payout_pause WHERE brand_id = $1";
    /** The most times that a payee retries one payout; the table checks it too. */
    private static final int PAYEE_RETRIES_MAX = 10;

    private static final List<PayoutState> RETRIED_BY_PAYEE = List.of(PayoutState.FAILED, PayoutState.EXPIRED);

    private final Pool pool;
    private final VisitorCookies cookies;
    private final Clock clock;

    PayoutAdmin(Pool pool, VisitorCookies cookies, Clock clock) {
        this.pool = pool;
        this.cookies = cookies;
        this.clock = clock;
    }

    /**
     * A payout.
     *
     * @param id the id of the reward that it pays
     * @param memberId the payee
     * @param amountMinor the amount, in minor units
     * @param currency an ISO 4217 code
     * @param state its state
     * @param billNumber the order number at the provider
     * @param attempts the number of times that it was sent or asked about
     * @param failure the provider's reason for refusing it; null when there is none
     * @param createdAt the moment of the win
     */
    @Schema(name = "Payout")
    public record PayoutView(
            UUID id,
            UUID memberId,
            @Schema(examples = "188") long amountMinor,
            @Schema(examples = "CNY") String currency,
            PayoutState state,
            String billNumber,
            int attempts,
            @Nullable String failure,
            Instant createdAt) {}

    /**
     * A step of a payout.
     *
     * @param was the state before
     * @param became the state after
     * @param billNumber the order number at the provider
     * @param failure the provider's reason for refusing it; null when there is none
     * @param at the moment
     */
    @Schema(name = "PayoutStep")
    public record Step(
            PayoutState was,
            PayoutState became,
            String billNumber,
            @Nullable String failure,
            Instant at) {}

    /**
     * Lists payouts of a brand, by id.
     *
     * @param state the state that they are in; null for any
     * @param after the id before the first
     */
    Uni<List<PayoutView>> list(UUID brand, @Nullable PayoutState state, UUID after, int limit) {
        Tuple query = Tuple.of(brand, Columns.oneOrAll(PayoutState.class, state), after, limit);
        return pool.preparedQuery(LIST).execute(query).map(rows -> Rows.map(rows, PayoutAdmin::view));
    }

    /** Finds a payout of a brand; fails with a problem when there is none. */
    Uni<PayoutView> find(UUID brand, UUID id) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(brand, id))
                .map(rows -> Rows.first(rows, PayoutAdmin::view).orElseThrow(() -> new Problem(ProblemType.NOT_FOUND)));
    }

    /** Lists the steps that a payout took, the first one first. */
    Uni<List<Step>> steps(UUID id) {
        return pool.preparedQuery(EVENTS)
                .execute(Tuple.of(id))
                .map(rows -> Rows.map(
                        rows,
                        row -> new Step(
                                PayoutState.valueOf(row.getString("was")),
                                PayoutState.valueOf(row.getString("became")),
                                row.getString("bill_no"),
                                row.getString("failure"),
                                Rows.instant(row, "happened_at"))));
    }

    /**
     * Retries a payout that is in one of some states: under another number where nothing is paid under the last,
     * otherwise by asking the provider about the last.
     *
     * @param client the connection or transaction to write in
     * @param owner the brand or the member that the payout belongs to
     * @return false when there is no such payout
     */
    Uni<Boolean> retry(SqlClient client, UUID owner, UUID id, List<PayoutState> states) {
        Tuple retry = Tuple.tuple()
                .addUUID(id)
                .addUUID(owner)
                .addString(Ids.next(clock).toString().replace("-", ""))
                .addArrayOfString(names(states))
                .addInteger(PAYEE_RETRIES_MAX);
        return client.preparedQuery(RETRY).execute(retry).map(done -> done.rowCount() == 1);
    }

    /**
     * Retries a payout of a visitor; false where it is not theirs to retry. Fails with
     * {@link ProblemType#TOO_MANY_RETRIES} when they have done so {@value #PAYEE_RETRIES_MAX} times.
     */
    Uni<Boolean> retry(Visitor visitor, UUID id) {
        if (!visitor.known() || visitor.brand() == null) {
            return Uni.createFrom().item(false);
        }
        UUID member = cookies.member(visitor, visitor.brand());
        return retry(pool, member, id, RETRIED_BY_PAYEE)
                .flatMap(done -> done
                        ? Uni.createFrom().item(true)
                        : pool.preparedQuery(USED_UP)
                                .execute(Tuple.of(id, member, names(RETRIED_BY_PAYEE), PAYEE_RETRIES_MAX))
                                .map(rows -> {
                                    if (rows.size() == 1) {
                                        throw new Problem(ProblemType.TOO_MANY_RETRIES);
                                    }
                                    return false;
                                }));
    }

    private static String[] names(List<PayoutState> states) {
        return states.stream().map(PayoutState::name).toArray(String[]::new);
    }

    /** The end of the pause in which nothing of a brand is sent; empty when there is none. */
    Uni<Optional<Instant>> pausedUntil(UUID brand) {
        return pool.preparedQuery(PAUSED)
                .execute(Tuple.of(brand))
                .map(rows -> Rows.first(rows, row -> row).map(row -> Rows.instantOrNull(row, "paused_until")));
    }

    /** Ends the pause of a brand: its payouts are due again as they were before. */
    Uni<Void> resume(SqlClient client, UUID brand) {
        return client.preparedQuery(RESUME).execute(Tuple.of(brand)).replaceWithVoid();
    }

    private static PayoutView view(Row row) {
        return new PayoutView(
                row.getUUID("claim_id"),
                row.getUUID("member_id"),
                row.getLong("amount"),
                row.getString("currency"),
                PayoutState.valueOf(row.getString("state")),
                row.getString("bill_no"),
                row.getInteger("attempts"),
                row.getString("failure"),
                Rows.instant(row, "created_at"));
    }
}
