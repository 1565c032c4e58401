package dev.yima.gateway.reward.points;

import dev.yima.engine.prize.PointsTerms;
import dev.yima.gateway.brand.BrandRepository;
import dev.yima.gateway.ledger.Account;
import dev.yima.gateway.ledger.Ledger;
import dev.yima.gateway.ledger.Transfer;
import dev.yima.gateway.ledger.Transfer.Reason;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Books adjustments: points that are given, taken, or taken back with the award that they were won by. */
@ApplicationScoped
class PointsAdjustmentBooking {
    private final BrandRepository brands;
    private final PointsCreditRepository credits;
    private final Ledger ledger;

    PointsAdjustmentBooking(BrandRepository brands, PointsCreditRepository credits, Ledger ledger) {
        this.brands = brands;
        this.credits = credits;
        this.ledger = ledger;
    }

    /**
     * Books an adjustment. Fails with a problem when the member has too few points, or the award has expired. A pool is
     * locked before the member: claims do it in that order.
     *
     * @param tx the transaction
     * @param brand the brand of the member
     */
    Uni<Void> book(SqlConnection tx, UUID brand, PointsAdjustment adjustment, Instant now) {
        if (adjustment.campaignId() != null) {
            return ledger.returnAccount(tx, adjustment.campaignId())
                    .flatMap(account -> reverse(tx, brand, adjustment, account, now));
        }
        return adjustment.points() > 0 ? give(tx, brand, adjustment, now) : take(tx, brand, adjustment, now);
    }

    private Uni<Void> give(SqlConnection tx, UUID brand, PointsAdjustment adjustment, Instant now) {
        return brands.timeZone(tx, brand).flatMap(zone -> give(tx, brand, adjustment, now, zone));
    }

    private Uni<Void> give(SqlConnection tx, UUID brand, PointsAdjustment adjustment, Instant now, ZoneId zone) {
        Account funding = Account.funding(brand);
        PointsCredit credit = new PointsCredit(
                adjustment.id(),
                brand,
                adjustment.memberId(),
                null,
                adjustment.points(),
                null,
                new PointsTerms(0, adjustment.months()).expiresAt(now, zone).orElse(null));
        return credits.lockMembers(tx, brand, List.of(adjustment.memberId()), now)
                .flatMap(locked -> ledger.openFunding(tx, brand, PointsCreditRepository.UNIT))
                .flatMap(open -> write(tx, brand, adjustment, Reason.ADJUST, funding, member(adjustment), now))
                .flatMap(done -> credits.insert(tx, credit.expiresAt() == null ? List.of() : List.of(credit)));
    }

    private Uni<Void> take(SqlConnection tx, UUID brand, PointsAdjustment adjustment, Instant now) {
        Account funding = Account.funding(brand);
        return credits.lockMembers(tx, brand, List.of(adjustment.memberId()), now)
                .flatMap(locked -> requireBalance(tx, adjustment))
                .flatMap(enough -> credits.consume(tx, adjustment.memberId(), -adjustment.points(), adjustment.id()))
                .flatMap(taken -> write(tx, brand, adjustment, Reason.ADJUST, member(adjustment), funding, now));
    }

    /** Takes an award back: from the campaign's reserve while it is pending, else from the member. */
    private Uni<Void> reverse(
            SqlConnection tx, UUID brand, PointsAdjustment adjustment, Account returnTo, Instant now) {
        UUID reward = Objects.requireNonNull(adjustment.rewardId());
        UUID campaign = Objects.requireNonNull(adjustment.campaignId());
        return credits.lockMembers(tx, brand, List.of(adjustment.memberId()), now)
                .flatMap(locked -> credits.lockState(tx, reward))
                .flatMap(credit -> {
                    String state = credit.orElse("");
                    if ("EXPIRED".equals(state)) {
                        throw new Problem(ProblemType.WRONG_STATE, "the reward is EXPIRED");
                    }
                    boolean pending = "PENDING".equals(state);
                    Account from = pending ? Account.reserve(campaign) : member(adjustment);
                    Uni<Void> taken = pending
                            ? Uni.createFrom().voidItem()
                            : requireBalance(tx, adjustment)
                                    .flatMap(enough ->
                                            credits.consume(tx, adjustment.memberId(), -adjustment.points(), reward));
                    return taken.flatMap(done -> credits.reverse(tx, reward))
                            .flatMap(done -> write(tx, brand, adjustment, Reason.CORRECT, from, returnTo, now));
                });
    }

    private Uni<Void> requireBalance(SqlConnection tx, PointsAdjustment adjustment) {
        return ledger.balance(tx, member(adjustment), PointsCreditRepository.UNIT)
                .map(balance -> {
                    if (balance + adjustment.points() < 0) {
                        throw new Problem(ProblemType.POINTS_NOT_ENOUGH, "the member has " + balance + " points");
                    }
                    return null;
                });
    }

    private Uni<Void> write(
            SqlConnection tx,
            UUID brand,
            PointsAdjustment adjustment,
            Reason reason,
            Account from,
            Account to,
            Instant now) {
        UUID reference = adjustment.rewardId() == null ? adjustment.id() : adjustment.rewardId();
        long points = Math.abs(adjustment.points());
        return ledger.write(
                tx,
                List.of(new Transfer(brand, reference, reason, PointsCreditRepository.UNIT, from, to, points, now)));
    }

    private static Account member(PointsAdjustment adjustment) {
        return Account.member(adjustment.memberId());
    }
}
