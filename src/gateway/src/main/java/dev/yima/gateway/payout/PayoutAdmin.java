package dev.yima.gateway.payout;

import dev.yima.gateway.platform.db.Ids;
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
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Payouts as people see them: what became of each, and those that wait for somebody. */
@ApplicationScoped
class PayoutAdmin {
    private static final String COLUMNS =
            "SELECT claim_id, member_id, amount, currency, state, bill_no, attempts, failure, created_at FROM payout ";
    private static final String LIST = COLUMNS + """
            WHERE brand_id = $1 AND state = coalesce($2, state) AND claim_id > $3 ORDER BY claim_id LIMIT $4""";
    private static final String FIND = COLUMNS + "WHERE brand_id = $1 AND claim_id = $2";
    private static final String EVENTS = """
            SELECT was, became, bill_no, failure, happened_at FROM payout_event WHERE claim_id = $1
            ORDER BY happened_at""";
    // Another number only where nothing is paid under the last: the trigger payout_moves refuses any other way.
    private static final String RETRY = """
            UPDATE payout SET
                state = CASE WHEN number_retired THEN 'REISSUED' ELSE 'BILLED' END,
                bill_no = CASE WHEN number_retired THEN $3 ELSE bill_no END,
                bill_body = CASE WHEN number_retired THEN NULL ELSE bill_body END,
                number_retired = false, attempts = 0, failure = NULL, settled_at = NULL, due_at = $4
            WHERE claim_id = $1 AND $2 IN (brand_id, member_id) AND state = ANY ($5)""";
    private static final String PAUSED =
            "SELECT paused_until FROM payout_pause WHERE brand_id = $1 AND paused_until > $2";
    private static final String RESUME = "DELETE FROM payout_pause WHERE brand_id = $1";
    private static final String RESUME_BILLS = """
            UPDATE payout SET due_at = $2 WHERE brand_id = $1 AND state = 'BILLED' AND due_at > $2""";

    private static final List<PayoutState> OF_THE_PERSON = List.of(PayoutState.FAILED, PayoutState.EXPIRED);

    private final Pool pool;
    private final VisitorCookies people;
    private final Clock clock;

    PayoutAdmin(Pool pool, VisitorCookies people, Clock clock) {
        this.pool = pool;
        this.people = people;
        this.clock = clock;
    }

    /**
     * A payout.
     *
     * @param id the id of the reward that it pays
     * @param memberId to whom
     * @param amountMinor how much, in minor units
     * @param currency of which currency
     * @param state how far it has come
     * @param billNumber the bill's number at the provider
     * @param attempts how often the bill was carried
     * @param failure the provider's word for why not; null when there is none
     * @param createdAt when it was won
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
     * @param was what it was
     * @param became what it became
     * @param billNumber under which number
     * @param failure the provider's word for why not; null when there is none
     * @param at when
     */
    @Schema(name = "PayoutStep")
    public record Step(
            PayoutState was,
            PayoutState became,
            String billNumber,
            @Nullable String failure,
            Instant at) {}

    /** Some payouts of a brand, by id. */
    Uni<List<PayoutView>> list(UUID brand, @Nullable PayoutState state, UUID after, int limit) {
        Tuple query = Tuple.of(brand, state == null ? null : state.name(), after, limit);
        return pool.preparedQuery(LIST)
                .execute(query)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(PayoutAdmin::view)
                        .toList());
    }

    /** One payout of a brand. */
    Uni<PayoutView> find(UUID brand, UUID id) {
        return pool.preparedQuery(FIND).execute(Tuple.of(brand, id)).map(rows -> {
            if (rows.size() == 0) {
                throw new Problem(ProblemType.NOT_FOUND);
            }
            return view(rows.iterator().next());
        });
    }

    /** The whole way of a payout. */
    Uni<List<Step>> steps(UUID id) {
        return pool.preparedQuery(EVENTS)
                .execute(Tuple.of(id))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Step(
                                PayoutState.valueOf(row.getString("was")),
                                PayoutState.valueOf(row.getString("became")),
                                row.getString("bill_no"),
                                row.getString("failure"),
                                row.getOffsetDateTime("happened_at").toInstant()))
                        .toList());
    }

    /**
     * Tries again what is in one of some states: under another number where nothing is paid under the last, otherwise
     * by asking what became of it.
     *
     * @param client where it is written
     * @param owner the brand or the member whose payout it is
     * @return whether there was such a payout
     */
    Uni<Boolean> retry(SqlClient client, UUID owner, UUID id, List<PayoutState> states) {
        Tuple retry = Tuple.tuple()
                .addUUID(id)
                .addUUID(owner)
                .addString(Ids.next(clock).toString().replace("-", ""))
                .addOffsetDateTime(clock.instant().atOffset(ZoneOffset.UTC))
                .addArrayOfString(states.stream().map(PayoutState::name).toArray(String[]::new));
        return client.preparedQuery(RETRY).execute(retry).map(done -> done.rowCount() == 1);
    }

    /** The same for the person who is to be paid, where it is theirs to try again. */
    Uni<Boolean> retry(Visitor person, UUID id) {
        return person.known() && person.brand() != null
                ? retry(pool, people.member(person, person.brand()), id, OF_THE_PERSON)
                : Uni.createFrom().item(false);
    }

    /** Until when nothing of a brand is sent; empty when bills are on their way. */
    Uni<Optional<Instant>> pausedUntil(UUID brand) {
        return pool.preparedQuery(PAUSED)
                .execute(Tuple.of(brand, clock.instant().atOffset(ZoneOffset.UTC)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getOffsetDateTime("paused_until").toInstant())
                        .findFirst());
    }

    /** Sends a brand's bills again at once. */
    Uni<Void> resume(SqlClient client, UUID brand) {
        return client.preparedQuery(RESUME)
                .execute(Tuple.of(brand))
                .flatMap(done -> client.preparedQuery(RESUME_BILLS)
                        .execute(Tuple.of(brand, clock.instant().atOffset(ZoneOffset.UTC))))
                .replaceWithVoid();
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
                row.getOffsetDateTime("created_at").toInstant());
    }
}
