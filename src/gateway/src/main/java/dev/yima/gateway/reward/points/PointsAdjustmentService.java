package dev.yima.gateway.reward.points;

import dev.yima.engine.prize.PointsTerms;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.gateway.claim.Reward;
import dev.yima.gateway.ledger.Account;
import dev.yima.gateway.ledger.BookDay;
import dev.yima.gateway.ledger.Ledger;
import dev.yima.gateway.ledger.Transfer;
import dev.yima.gateway.ledger.Transfer.Reason;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.platform.staff.AuditLog;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.reward.points.PointsAdjustment.State;
import dev.yima.gateway.reward.points.PointsAdjustmentResource.NewAdjustment;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What staff give members, take from them, and take back. What a key asks for within a day and without anybody else is
 * limited as a whole, so that it cannot be had in small pieces; beyond, each waits until another key approves it.
 */
@ApplicationScoped
class PointsAdjustmentService {
    private static final String REVERSED_ONCE = "points_adjustment_reverses_once";
    private static final Duration DAY = Duration.ofDays(1);

    /** Whoever asks for several at once has them counted one after the other. */
    private static final String LOCK_KEY =
            "SELECT 1 FROM staff_key WHERE id = $1 AND revoked_at IS NULL FOR NO KEY UPDATE";

    private static final String COLUMNS = """
            SELECT id, member_id, points, claim_id, campaign_id, valid_months, reason, state, made_by, made_at,
                decided_by, decided_at
            FROM points_adjustment""";
    private static final String BY_REQUEST = COLUMNS + " WHERE made_by = $1 AND request_key = $2";
    private static final String FIND = COLUMNS + " WHERE id = $1 AND brand_id = $2";
    private static final String LIST = COLUMNS + " WHERE brand_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    private static final String LIST_OF_STATE =
            COLUMNS + " WHERE brand_id = $1 AND id > $2 AND state = $4 ORDER BY id LIMIT $3";
    private static final String KNOWN = "SELECT 1 FROM member WHERE id = $1 AND brand_id = $2";
    private static final String WON = """
            SELECT w.kind, w.amount, w.state, c.campaign_id,
                EXISTS (SELECT 1 FROM points_adjustment a WHERE a.claim_id = w.id AND a.state = 'WAITING') AS waits
            FROM reward w JOIN claim c ON c.id = w.id AND c.member_id = w.member_id
            WHERE w.member_id = $1 AND w.id = $2""";
    private static final String ALONE = """
            SELECT b.adjustment_limit - (SELECT coalesce(sum(abs(points)), 0)::bigint FROM points_adjustment
                WHERE made_by = $2 AND made_at > $3 AND state = 'DONE' AND decided_by IS NULL) AS is_left
            FROM brand b WHERE b.id = $1""";
    private static final String INSERT = """
            INSERT INTO points_adjustment (id, brand_id, member_id, points, claim_id, campaign_id, valid_months, reason,
                state, request_key, made_by, made_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)""";
    private static final String DECIDE =
            "UPDATE points_adjustment SET state = $2, decided_by = $3, decided_at = $4 WHERE id = $1";
    private static final String CREDIT = "SELECT state FROM points_credit WHERE id = $1 FOR UPDATE";
    private static final String REVERSE = "UPDATE points_credit SET state = 'REVERSED', remaining = 0 WHERE id = $1";

    private final Pool pool;
    private final PointsCreditRepository credits;
    private final Ledger ledger;
    private final AuditLog audit;
    private final Clock clock;

    PointsAdjustmentService(Pool pool, PointsCreditRepository credits, Ledger ledger, AuditLog audit, Clock clock) {
        this.pool = pool;
        this.credits = credits;
        this.ledger = ledger;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Optional<PointsAdjustment>> find(UUID brand, UUID id) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(id, brand))
                .map(rows -> rows.stream().map(PointsAdjustment::of).findFirst());
    }

    Uni<List<PointsAdjustment>> list(UUID brand, @Nullable State state, UUID after, int limit) {
        Tuple page = Tuple.of(brand, after, limit);
        return (state == null
                        ? pool.preparedQuery(LIST).execute(page)
                        : pool.preparedQuery(LIST_OF_STATE).execute(page.addString(state.name())))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(PointsAdjustment::of)
                        .toList());
    }

    /** Adjusts, or leaves it waiting for another key; the same request of the same key is done once. */
    Uni<PointsAdjustment> make(Staff who, NewAdjustment asked, @Nullable String requestKey) {
        return pool.withTransaction(tx -> lockKey(tx, who)
                        .flatMap(locked -> tx.preparedQuery(BY_REQUEST).execute(Tuple.of(who.key(), requestKey)))
                        .map(rows -> rows.stream().map(PointsAdjustment::of).findFirst())
                        .flatMap(made -> made.isPresent()
                                ? Uni.createFrom().item(asked.mustBe(made.get()))
                                : fresh(tx, who, asked, requestKey)))
                .onFailure(PointsAdjustmentService::isReversedMeanwhile)
                .transform(twice -> new Problem(ProblemType.WRONG_STATE, "another key takes it back already"));
    }

    /** A key may have been revoked since its holder was let in; a second signature is worth asking again. */
    private static Uni<Void> lockKey(SqlConnection tx, Staff who) {
        return tx.preparedQuery(LOCK_KEY).execute(Tuple.of(who.key())).map(rows -> {
            if (rows.size() == 0) {
                throw new Problem(ProblemType.FORBIDDEN, "the key was revoked");
            }
            return null;
        });
    }

    private static boolean isReversedMeanwhile(Throwable failure) {
        return failure instanceof PgException refused && REVERSED_ONCE.equals(refused.getConstraint());
    }

    private Uni<PointsAdjustment> fresh(SqlConnection tx, Staff who, NewAdjustment asked, @Nullable String requestKey) {
        Instant now = clock.instant();
        return mustKnow(tx, who, asked.memberId())
                .flatMap(known -> asked.rewardId() == null
                        ? Uni.createFrom().item(draft(who, asked, Objects.requireNonNull(asked.points()), null, now))
                        : award(tx, asked.memberId(), asked.rewardId())
                                .map(won -> draft(who, asked, -won.points, won.campaign, now)))
                .flatMap(draft -> alone(tx, who, draft, now))
                .call(made -> insert(tx, who, made, requestKey))
                .call(made -> audit.write(tx, who, "points.adjust", made.id().toString()))
                .call(made -> made.state() == State.DONE
                        ? apply(tx, who, made, now)
                        : Uni.createFrom().voidItem());
    }

    private PointsAdjustment draft(Staff who, NewAdjustment asked, long points, @Nullable UUID campaign, Instant now) {
        return new PointsAdjustment(
                Ids.next(clock),
                asked.memberId(),
                points,
                asked.rewardId(),
                campaign,
                asked.validMonths(),
                asked.reason(),
                State.WAITING,
                who.key(),
                now,
                null,
                null);
    }

    private static Uni<Void> mustKnow(SqlConnection tx, Staff who, UUID member) {
        return tx.preparedQuery(KNOWN).execute(Tuple.of(member, who.brand())).map(rows -> {
            if (rows.size() == 0) {
                throw Problem.invalid("memberId", "must be the id of a member of this brand");
            }
            return null;
        });
    }

    private record Won(long points, UUID campaign) {}

    /** Points that a member won, and that can be taken back. */
    private static Uni<Won> award(SqlConnection tx, UUID member, UUID reward) {
        return tx.preparedQuery(WON).execute(Tuple.of(member, reward)).map(rows -> {
            if (rows.size() == 0 || PrizeKind.valueOf(first(rows).getString("kind")) != PrizeKind.POINTS) {
                throw Problem.invalid("rewardId", "must be the id of points that this member won");
            }
            Row row = first(rows);
            Reward.State state = Reward.State.valueOf(row.getString("state"));
            if (state != Reward.State.PAID && state != Reward.State.PENDING) {
                throw new Problem(ProblemType.WRONG_STATE, "the reward is " + state);
            }
            if (row.getBoolean("waits")) {
                throw new Problem(ProblemType.WRONG_STATE, "its reversal waits for a second key already");
            }
            return new Won(row.getLong("amount"), row.getUUID("campaign_id"));
        });
    }

    private static Row first(Iterable<Row> rows) {
        return rows.iterator().next();
    }

    /** Whether the key may do this alone. */
    private static Uni<PointsAdjustment> alone(SqlConnection tx, Staff who, PointsAdjustment draft, Instant now) {
        return tx.preparedQuery(ALONE)
                .execute(Tuple.of(who.brand(), who.key(), now.minus(DAY).atOffset(ZoneOffset.UTC)))
                .map(rows -> Math.abs(draft.points()) <= first(rows).getLong("is_left")
                        ? draft.decided(State.DONE, null, null)
                        : draft);
    }

    private static Uni<Void> insert(SqlConnection tx, Staff who, PointsAdjustment made, @Nullable String requestKey) {
        Tuple row = Tuple.tuple()
                .addUUID(made.id())
                .addUUID(who.brand())
                .addUUID(made.memberId())
                .addLong(made.points())
                .addUUID(made.rewardId())
                .addUUID(made.campaignId())
                .addInteger(months(made))
                .addString(made.reason())
                .addString(made.state().name())
                .addString(requestKey)
                .addUUID(who.key())
                .addOffsetDateTime(made.madeAt().atOffset(ZoneOffset.UTC));
        return tx.preparedQuery(INSERT).execute(row).replaceWithVoid();
    }

    /** Another key approves or refuses; whoever asked can take it back, but not approve it. */
    Uni<PointsAdjustment> decide(Staff who, UUID id, State decision) {
        Instant now = clock.instant();
        OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
        return pool.withTransaction(tx -> lockKey(tx, who)
                .flatMap(locked -> tx.preparedQuery(FIND + " FOR UPDATE").execute(Tuple.of(id, who.brand())))
                .map(rows -> rows.stream()
                        .map(PointsAdjustment::of)
                        .findFirst()
                        .orElseThrow(() -> new Problem(ProblemType.NOT_FOUND)))
                .flatMap(asked -> {
                    if (asked.state() == decision && who.key().equals(asked.decidedBy())) {
                        return Uni.createFrom().item(asked);
                    }
                    mustBeOpenTo(who, asked, decision);
                    return tx.preparedQuery(DECIDE)
                            .execute(Tuple.of(id, decision.name(), who.key(), at))
                            .flatMap(done -> decision == State.DONE
                                    ? apply(tx, who, asked, now)
                                    : Uni.createFrom().voidItem())
                            .flatMap(done -> audit.write(tx, who, word(decision), id.toString()))
                            .replaceWith(asked.decided(decision, who.key(), now));
                }));
    }

    private static void mustBeOpenTo(Staff who, PointsAdjustment asked, State decision) {
        if (asked.state() != State.WAITING) {
            throw new Problem(ProblemType.WRONG_STATE, "the adjustment is " + asked.state());
        }
        if (decision == State.DONE && who.key().equals(asked.madeBy())) {
            throw new Problem(ProblemType.FORBIDDEN, "another key than the one that asked for it must approve it");
        }
    }

    private static String word(State decision) {
        return decision == State.DONE ? "points.approve" : "points.refuse";
    }

    /** Writes it into the books. The pool is locked before the member: claims do it in that order. */
    private Uni<Void> apply(SqlConnection tx, Staff who, PointsAdjustment asked, Instant now) {
        if (asked.campaignId() != null) {
            return ledger.returnAccount(tx, asked.campaignId()).flatMap(home -> takeBack(tx, who, asked, home, now));
        }
        return asked.points() > 0 ? give(tx, who, asked, now) : take(tx, who, asked, now);
    }

    private Uni<Void> give(SqlConnection tx, Staff who, PointsAdjustment asked, Instant now) {
        Account funding = Account.funding(who.brand());
        PointsCredit credit = new PointsCredit(
                asked.id(),
                who.brand(),
                asked.memberId(),
                null,
                asked.points(),
                null,
                new PointsTerms(0, months(asked)).expiresAt(now, BookDay.ZONE).orElse(null));
        return credits.hold(tx, who.brand(), List.of(asked.memberId()), now)
                .flatMap(held -> ledger.openFunding(tx, who.brand(), PointsCreditRepository.UNIT))
                .flatMap(open ->
                        ledger.write(tx, List.of(transfer(who, asked, Reason.ADJUST, funding, member(asked), now))))
                .flatMap(done -> credits.insert(tx, credit.expiresAt() == null ? List.of() : List.of(credit)));
    }

    private Uni<Void> take(SqlConnection tx, Staff who, PointsAdjustment asked, Instant now) {
        Account funding = Account.funding(who.brand());
        return credits.hold(tx, who.brand(), List.of(asked.memberId()), now)
                .flatMap(held -> mustHave(tx, asked))
                .flatMap(enough -> credits.take(tx, asked.memberId(), -asked.points(), asked.id()))
                .flatMap(taken ->
                        ledger.write(tx, List.of(transfer(who, asked, Reason.ADJUST, member(asked), funding, now))));
    }

    /** An award goes back to where it came from: out of what is set aside while it waits, else from the member. */
    private Uni<Void> takeBack(SqlConnection tx, Staff who, PointsAdjustment asked, Account home, Instant now) {
        UUID reward = Objects.requireNonNull(asked.rewardId());
        return credits.hold(tx, who.brand(), List.of(asked.memberId()), now)
                .flatMap(held -> tx.preparedQuery(CREDIT).execute(Tuple.of(reward)))
                .flatMap(rows -> {
                    String state = rows.size() == 0 ? "" : first(rows).getString("state");
                    if ("EXPIRED".equals(state)) {
                        throw new Problem(ProblemType.WRONG_STATE, "the reward is EXPIRED");
                    }
                    boolean pending = "PENDING".equals(state);
                    Account from =
                            pending ? Account.reserve(Objects.requireNonNull(asked.campaignId())) : member(asked);
                    Uni<Void> taken = pending
                            ? Uni.createFrom().voidItem()
                            : mustHave(tx, asked)
                                    .flatMap(enough -> credits.take(tx, asked.memberId(), -asked.points(), reward));
                    return taken.flatMap(done -> tx.preparedQuery(REVERSE).execute(Tuple.of(reward)))
                            .flatMap(done ->
                                    ledger.write(tx, List.of(transfer(who, asked, Reason.CORRECT, from, home, now))));
                });
    }

    private Uni<Void> mustHave(SqlConnection tx, PointsAdjustment asked) {
        return ledger.balance(tx, member(asked), PointsCreditRepository.UNIT).map(balance -> {
            if (balance + asked.points() < 0) {
                throw new Problem(ProblemType.POINTS_NOT_ENOUGH, "the member has " + balance + " points");
            }
            return null;
        });
    }

    private static Transfer transfer(
            Staff who, PointsAdjustment asked, Reason reason, Account from, Account to, Instant now) {
        UUID reference = asked.rewardId() == null ? asked.id() : asked.rewardId();
        long points = Math.abs(asked.points());
        return new Transfer(who.brand(), reference, reason, PointsCreditRepository.UNIT, from, to, points, now);
    }

    private static Account member(PointsAdjustment asked) {
        return Account.member(asked.memberId());
    }

    private static int months(PointsAdjustment asked) {
        return asked.validMonths() == null ? 0 : asked.validMonths();
    }
}
