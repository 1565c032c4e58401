package dev.yima.gateway.campaign.publication;

import dev.yima.engine.prize.ClaimSlot;
import dev.yima.engine.prize.Prize;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.prize.PrizePool;
import dev.yima.engine.rules.CampaignProgress;
import dev.yima.engine.rules.CampaignRules;
import dev.yima.gateway.brand.Brand;
import dev.yima.gateway.ledger.Account;
import dev.yima.gateway.ledger.Ledger;
import dev.yima.gateway.ledger.Transfer;
import dev.yima.gateway.ledger.Transfer.Reason;
import dev.yima.gateway.platform.db.Columns;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Opens the pool of a campaign and funds it from the brand; closes it and returns what is left. */
@ApplicationScoped
class PrizeFunding {
    private static final String OPEN_POOL = """
            INSERT INTO pool_counter (campaign_id, brand_id, claims, next_position, closed)
            VALUES ($1, $2, $3, 0, false)""";
    private static final String OPEN_TRACKED_POOL = """
            INSERT INTO pool_counter (campaign_id, brand_id, claims, next_position, closed, won, hour_since, hour_cash,
                day_since, day_cash)
            VALUES ($1, $2, $3, 0, false, $4, to_timestamp(0), 0, to_timestamp(0), 0)""";
    private static final String LINES = """
            INSERT INTO pool_line (campaign_id, brand_id, currency, line, kind, slot, title, amount, amount_max, count,
                times, store_fee, pending_days, valid_months)
            SELECT $1, $2, $3, l.*
            FROM unnest($4::int[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[], $10::int[],
                $11::int[], $12::bigint[], $13::int[], $14::int[]) AS l""";
    private static final String CLOSE_POOL = "UPDATE pool_counter SET closed = true WHERE campaign_id = $1";

    private final PublicationBudget budget;
    private final Ledger ledger;
    private final Clock clock;

    PrizeFunding(PublicationBudget budget, Ledger ledger, Clock clock) {
        this.budget = budget;
        this.ledger = ledger;
        this.clock = clock;
    }

    private record Line(int number, Prize prize, @Nullable ClaimSlot slot) {}

    /**
     * Opens the pool of a campaign with the lines and the funds that its rules promise. Fails with a problem when they
     * are above a limit of the brand.
     */
    Uni<Void> open(SqlConnection tx, Brand promises, CampaignRules rules) {
        UUID brand = promises.id();
        return budget.count(tx, promises, rules)
                .flatMap(done -> openCounter(tx, brand, rules))
                .flatMap(done -> tx.preparedQuery(LINES).execute(lines(brand, rules)))
                .flatMap(done -> each(kind -> fund(tx, brand, rules, kind)));
    }

    /** Closes the pool, and returns what is left of it to the brand. */
    Uni<Void> close(SqlConnection tx, UUID brand, CampaignRules rules) {
        // The pool first: claims hold its lock, so that nobody else moves its funds after this.
        return tx.preparedQuery(CLOSE_POOL)
                .execute(Tuple.of(rules.campaign()))
                .flatMap(closed -> each(kind -> giveBack(tx, brand, rules.campaign(), kind.unit(rules.currency()))));
    }

    private static Uni<Void> openCounter(SqlConnection tx, UUID brand, CampaignRules rules) {
        Tuple opened = Tuple.of(rules.campaign(), brand, rules.pool().claims());
        if (!rules.dependOnPositionOnly()) {
            opened.addArrayOfInteger(CampaignProgress.none(rules.pool()).won().toArray(Integer[]::new));
        }
        return tx.preparedQuery(rules.dependOnPositionOnly() ? OPEN_POOL : OPEN_TRACKED_POOL)
                .execute(opened)
                .replaceWithVoid();
    }

    private static Tuple lines(UUID brand, CampaignRules rules) {
        PrizePool pool = rules.pool();
        int own = pool.prizes().size() + pool.bonuses().size();
        List<Line> lines = IntStream.range(0, pool.lines().size())
                .mapToObj(n -> new Line(
                        n,
                        pool.lines().get(n),
                        n < own ? null : pool.slotRewards().get(n - own).slot()))
                .toList();
        return Columns.of(lines, rules.campaign(), brand, rules.currency())
                .ints(Line::number)
                .names(line -> line.prize().kind())
                .names(Line::slot)
                .texts(line -> line.prize().details().title())
                .longs(line -> line.prize().amount())
                .longs(line -> line.prize().amountMax())
                .ints(line -> line.prize().count())
                .ints(line -> line.prize().kind() == PrizeKind.POINTS ? rules.factorMax() : 1)
                .longs(line -> line.prize().details().storeFee())
                .ints(line -> line.prize().details().points().pendingDays())
                .ints(line -> line.prize().details().points().validMonths())
                .tuple();
    }

    private Uni<Void> fund(SqlConnection tx, UUID brand, CampaignRules rules, PrizeKind kind) {
        long total = rules.funding(kind);
        if (total == 0) {
            return Uni.createFrom().voidItem();
        }
        String unit = kind.unit(rules.currency());
        Account from = Account.funding(brand);
        Account to = Account.pool(rules.campaign());
        Transfer fund = new Transfer(brand, rules.campaign(), Reason.FUND, unit, from, to, total, clock.instant());
        return ledger.openFunding(tx, brand, unit).flatMap(open -> ledger.write(tx, List.of(fund)));
    }

    private Uni<Void> giveBack(SqlConnection tx, UUID brand, UUID campaign, String unit) {
        Account from = Account.pool(campaign);
        Account to = Account.funding(brand);
        return ledger.balance(tx, from, unit)
                .flatMap(rest -> rest == 0
                        ? Uni.createFrom().voidItem()
                        : ledger.write(
                                tx,
                                List.of(new Transfer(
                                        brand, campaign, Reason.RETURN, unit, from, to, rest, clock.instant()))));
    }

    /** Does something for each kind, one after the other. */
    private static Uni<Void> each(Function<PrizeKind, Uni<Void>> done) {
        return Multi.createFrom()
                .items(PrizeKind.values())
                .onItem()
                .transformToUniAndConcatenate(done::apply)
                .collect()
                .last();
    }
}
