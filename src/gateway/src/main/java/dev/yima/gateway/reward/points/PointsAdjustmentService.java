package dev.yima.gateway.reward.points;

import dev.yima.engine.prize.PrizeKind;
import dev.yima.gateway.claim.Reward;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.platform.staff.AuditLog;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.reward.points.PointsAdjustment.State;
import dev.yima.gateway.reward.points.PointsAdjustmentRepository.WonReward;
import dev.yima.gateway.reward.points.PointsAdjustmentResource.NewAdjustment;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Adjustments of points by staff, under the rule of two keys. The points that a key adjusts within a day without a
 * second key are limited by their sum, so that small adjustments do not evade the limit; beyond it, each waits until
 * another key approves it.
 */
@ApplicationScoped
class PointsAdjustmentService {
    private static final Duration DAY = Duration.ofDays(1);

    private final Pool pool;
    private final PointsAdjustmentRepository adjustments;
    private final PointsAdjustmentBooking booking;
    private final AuditLog audit;
    private final Clock clock;

    PointsAdjustmentService(
            Pool pool,
            PointsAdjustmentRepository adjustments,
            PointsAdjustmentBooking booking,
            AuditLog audit,
            Clock clock) {
        this.pool = pool;
        this.adjustments = adjustments;
        this.booking = booking;
        this.audit = audit;
        this.clock = clock;
    }

    /** Finds an adjustment of a brand; empty when there is none. */
    Uni<Optional<PointsAdjustment>> find(UUID brand, UUID id) {
        return adjustments.find(pool, brand, id);
    }

    /** Lists adjustments of a brand, in the order of their ids; those of all states where the state is null. */
    Uni<List<PointsAdjustment>> list(UUID brand, @Nullable State state, UUID after, int limit) {
        return adjustments.list(pool, brand, state, after, limit);
    }

    /**
     * Makes an adjustment: at once within the limit of the key, otherwise it waits for another key. The same request of
     * the same key is done once.
     *
     * @param requestKey the idempotency key; null for none
     * @return the adjustment; fails with a problem when it is not valid, or not possible
     */
    Uni<PointsAdjustment> make(Staff staff, NewAdjustment asked, @Nullable String requestKey) {
        return pool.withTransaction(tx -> lockKey(tx, staff)
                        .flatMap(locked -> adjustments.findByRequest(tx, staff.key(), requestKey))
                        .flatMap(made -> made.isPresent()
                                ? Uni.createFrom().item(asked.mustBe(made.get()))
                                : makeFresh(tx, staff, asked, requestKey)))
                .onFailure(PointsAdjustmentService::isReversedMeanwhile)
                .transform(twice -> new Problem(ProblemType.WRONG_STATE, "another key takes it back already"));
    }

    /** Locks the key, which may have been revoked since its holder was authenticated. */
    private Uni<Void> lockKey(SqlConnection tx, Staff staff) {
        return adjustments.lockKey(tx, staff.key()).map(locked -> {
            if (!locked) {
                throw new Problem(ProblemType.FORBIDDEN, "the key was revoked");
            }
            return null;
        });
    }

    private static boolean isReversedMeanwhile(Throwable failure) {
        return failure instanceof PgException refused
                && PointsAdjustmentRepository.REVERSED_ONCE.equals(refused.getConstraint());
    }

    private Uni<PointsAdjustment> makeFresh(
            SqlConnection tx, Staff staff, NewAdjustment asked, @Nullable String requestKey) {
        Instant now = clock.instant();
        return requireMember(tx, staff, asked.memberId())
                .flatMap(exists -> asked.rewardId() == null
                        ? Uni.createFrom().item(draft(staff, asked, Objects.requireNonNull(asked.points()), null, now))
                        : requireReversible(tx, asked.memberId(), asked.rewardId())
                                .map(won -> draft(staff, asked, -won.amount(), won.campaign(), now)))
                .flatMap(draft -> adjustments
                        .allowanceLeft(tx, staff, now.minus(DAY))
                        .map(left -> Math.abs(draft.points()) <= left ? draft.decided(State.DONE, null, null) : draft))
                .call(made -> adjustments.insert(tx, staff, made, requestKey))
                .call(made -> audit.write(tx, staff, "points.adjust", made.id().toString()))
                .call(made -> made.state() == State.DONE
                        ? booking.book(tx, staff.brand(), made, now)
                        : Uni.createFrom().voidItem());
    }

    private PointsAdjustment draft(
            Staff staff, NewAdjustment asked, long points, @Nullable UUID campaign, Instant now) {
        return new PointsAdjustment(
                Ids.next(clock),
                asked.memberId(),
                points,
                asked.rewardId(),
                campaign,
                asked.validMonths(),
                asked.reason(),
                State.WAITING,
                staff.key(),
                now,
                null,
                null);
    }

    private Uni<Void> requireMember(SqlConnection tx, Staff staff, UUID member) {
        return adjustments.memberExists(tx, staff.brand(), member).map(exists -> {
            if (!exists) {
                throw Problem.invalid("memberId", "must be the id of a member of this brand");
            }
            return null;
        });
    }

    /** Finds points that a member won. Fails with a problem when they are none, or cannot be taken back. */
    private Uni<WonReward> requireReversible(SqlConnection tx, UUID member, UUID reward) {
        return adjustments.findReward(tx, member, reward).map(found -> {
            WonReward won = found.filter(one -> one.kind() == PrizeKind.POINTS)
                    .orElseThrow(() -> Problem.invalid("rewardId", "must be the id of points that this member won"));
            if (won.state() != Reward.State.PAID && won.state() != Reward.State.PENDING) {
                throw new Problem(ProblemType.WRONG_STATE, "the reward is " + won.state());
            }
            if (won.waits()) {
                throw new Problem(ProblemType.WRONG_STATE, "its reversal waits for a second key already");
            }
            return won;
        });
    }

    /**
     * Approves or refuses an adjustment that waits. The key that made it can refuse it, but not approve it. The same
     * decision of the same key again changes nothing.
     *
     * @return the adjustment; fails with a problem when there is none, or the decision is not this key's to take
     */
    Uni<PointsAdjustment> decide(Staff staff, UUID id, State decision) {
        Instant now = clock.instant();
        return pool.withTransaction(tx -> lockKey(tx, staff)
                .flatMap(locked -> adjustments.lock(tx, staff.brand(), id))
                .map(found -> found.orElseThrow(() -> new Problem(ProblemType.NOT_FOUND)))
                .flatMap(adjustment -> {
                    if (adjustment.state() == decision && staff.key().equals(adjustment.decidedBy())) {
                        return Uni.createFrom().item(adjustment);
                    }
                    requireDecidable(staff, adjustment, decision);
                    return adjustments
                            .decide(tx, id, decision, staff.key(), now)
                            .flatMap(done -> decision == State.DONE
                                    ? booking.book(tx, staff.brand(), adjustment, now)
                                    : Uni.createFrom().voidItem())
                            .flatMap(done -> audit.write(tx, staff, auditVerb(decision), id.toString()))
                            .replaceWith(adjustment.decided(decision, staff.key(), now));
                }));
    }

    private static void requireDecidable(Staff staff, PointsAdjustment adjustment, State decision) {
        if (adjustment.state() != State.WAITING) {
            throw new Problem(ProblemType.WRONG_STATE, "the adjustment is " + adjustment.state());
        }
        if (decision == State.DONE && staff.key().equals(adjustment.madeBy())) {
            throw new Problem(ProblemType.FORBIDDEN, "another key than the one that asked for it must approve it");
        }
    }

    private static String auditVerb(State decision) {
        return decision == State.DONE ? "points.approve" : "points.refuse";
    }
}
