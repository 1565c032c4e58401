package dev.yima.gateway.campaign.publication;

import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.rules.CampaignRules;
import dev.yima.gateway.brand.Brand;
import dev.yima.gateway.brand.SpendingLimitRepository;
import dev.yima.gateway.brand.SpendingLimits;
import dev.yima.gateway.ledger.BookDay;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** The money that a brand may promise: with one campaign, and with all that it publishes in a day. */
@ApplicationScoped
class PublicationBudget {
    private static final String COUNT = """
            INSERT INTO published_day (brand_id, day, amount) VALUES ($1, $2, $3)
            ON CONFLICT (brand_id, day) DO UPDATE SET amount = published_day.amount + excluded.amount
            RETURNING amount""";

    private final SpendingLimitRepository limits;
    private final PayableCurrencies payable;
    private final Clock clock;

    PublicationBudget(SpendingLimitRepository limits, PayableCurrencies payable, Clock clock) {
        this.limits = limits;
        this.payable = payable;
        this.clock = clock;
    }

    /**
     * Counts what the prizes of a campaign are worth in money, store fees included. Fails with
     * {@link ProblemType#ABOVE_LIMIT} when that is more than the brand may promise, and with
     * {@link ProblemType#CURRENCY_NOT_PAID} when nobody pays it.
     *
     * @param tx the transaction that publishes the campaign
     */
    Uni<Void> count(SqlConnection tx, Brand brand, CampaignRules rules) {
        long worth = rules.funding(PrizeKind.CASH);
        if (worth == 0) {
            return Uni.createFrom().voidItem();
        }
        return mustBePayable(tx, brand)
                .flatMap(payable -> limits.find(tx, brand.id()))
                .flatMap(most -> {
                    require(worth <= most.campaignMinor(), "of a campaign", worth, most.campaignMinor());
                    return countToday(tx, brand, worth, most);
                });
    }

    private Uni<Void> mustBePayable(SqlConnection tx, Brand brand) {
        return payable.pays(tx, brand.id(), brand.currency())
                .invoke(pays -> {
                    if (!pays) {
                        throw new Problem(
                                ProblemType.CURRENCY_NOT_PAID,
                                "the brand's payout provider pays nothing in " + brand.currency());
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> countToday(SqlConnection tx, Brand brand, long worth, SpendingLimits most) {
        return tx.preparedQuery(COUNT)
                .execute(Tuple.of(brand.id(), BookDay.of(clock.instant(), brand.timeZone()), worth))
                .map(rows -> rows.iterator().next().getLong("amount"))
                .invoke(today -> require(
                        today <= most.publishedPerDayMinor(),
                        "of all campaigns of a day",
                        today,
                        most.publishedPerDayMinor()))
                .replaceWithVoid();
    }

    private static void require(boolean holds, String whose, long worth, long most) {
        if (!holds) {
            throw new Problem(
                    ProblemType.ABOVE_LIMIT,
                    "the prizes " + whose + " must be worth at most " + most + " in minor units: " + worth);
        }
    }
}
