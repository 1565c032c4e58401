package dev.yima.gateway.supply.commission;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.yima.engine.condition.Conditions;
import dev.yima.engine.prize.ClaimSlot;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.gateway.platform.http.MinorUnits;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What people earn at dealers and stores: their rewards, and the fees of the coupons that they redeemed, which are the
 * store's. Reads only.
 */
@ApplicationScoped
public class PartnerEarnings {
    private static final int LATEST = 50;
    private static final String SUMS = """
            SELECT kind, unit, count(*) AS rewards, sum(amount)::bigint AS amount,
                count(*) FILTER (WHERE claimed_at >= $3) AS rewards_today,
                coalesce(sum(amount) FILTER (WHERE claimed_at >= $3), 0)::bigint AS amount_today
            FROM (
                SELECT kind, unit, amount, claimed_at FROM claim
                WHERE member_id = $1 AND claimed_at >= $2 AND partner_id IS NOT NULL AND kind IS NOT NULL
                UNION ALL
                SELECT 'CASH', currency, store_fee, redeemed_at FROM coupon
                WHERE redeemed_member = $1 AND redeemed_at >= $2 AND store_fee > 0 AND kept_back IS NULL) AS earned
            GROUP BY kind, unit ORDER BY kind, unit""";
    private static final String LAST = """
            (SELECT slot::text AS slot, kind, unit, amount, claimed_at, NULL::text AS coupon FROM claim
                WHERE member_id = $1 AND partner_id IS NOT NULL AND kind IS NOT NULL
                ORDER BY claimed_at DESC LIMIT $2)
            UNION ALL
            (SELECT NULL, 'CASH', currency, store_fee, redeemed_at, title FROM coupon
                WHERE redeemed_member = $1 AND store_fee > 0 AND kept_back IS NULL
                ORDER BY redeemed_at DESC LIMIT $2)
            ORDER BY claimed_at DESC LIMIT $2""";

    private final Pool pool;

    PartnerEarnings(Pool pool) {
        this.pool = pool;
    }

    /**
     * What somebody earned in a stretch of time, of one kind.
     *
     * @param rewards by how many: bottles that were drunk, cases that were opened, coupons that were redeemed
     * @param amountMinor of money: how much, in minor units
     * @param currency of money: its currency
     * @param points of points: how many
     */
    @Schema(name = "WageSum")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Sum(
            @Schema(examples = "37") long rewards,
            @Nullable @Schema(examples = "370") Long amountMinor,
            @Nullable @Schema(examples = "CNY") String currency,
            @Nullable Long points) {
        /** How much, for people to read: an amount of money, or a number of points. */
        public String amountIn(Locale locale) {
            return inWords(amountMinor, currency, points, locale);
        }
    }

    /**
     * One reward.
     *
     * @param slot as what it was earned; left out for the fee of a coupon
     * @param coupon of a fee: what the coupon was good for
     * @param amountMinor of money: how much, in minor units
     * @param currency of money: its currency
     * @param points of points: how many
     * @param at when
     */
    @Schema(name = "Wage")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Wage(
            @Nullable ClaimSlot slot,

            @Nullable @Schema(examples = "One more bottle for one yuan")
            String coupon,

            @Nullable @Schema(examples = "10") Long amountMinor,
            @Nullable @Schema(examples = "CNY") String currency,
            @Nullable Long points,
            Instant at) {
        /** How much, for people to read: an amount of money, or a number of points. */
        public String amountIn(Locale locale) {
            return inWords(amountMinor, currency, points, locale);
        }
    }

    /**
     * What somebody earned.
     *
     * @param today today, by the calendar of China
     * @param month this month
     * @param latest the latest rewards
     */
    public record Earned(List<Sum> today, List<Sum> month, List<Wage> latest) {}

    /** What a member has earned at the dealers and stores of the brand. */
    public Uni<Earned> of(UUID member, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, Conditions.ZONE_DEFAULT);
        Instant day = today.atStartOfDay(Conditions.ZONE_DEFAULT).toInstant();
        Instant month =
                today.withDayOfMonth(1).atStartOfDay(Conditions.ZONE_DEFAULT).toInstant();
        return pool.preparedQuery(SUMS)
                .execute(Tuple.of(member, month.atOffset(ZoneOffset.UTC), day.atOffset(ZoneOffset.UTC)))
                .flatMap(sums -> pool.preparedQuery(LAST)
                        .execute(Tuple.of(member, LATEST))
                        .map(latest -> new Earned(
                                StreamSupport.stream(sums.spliterator(), false)
                                        .filter(row -> row.getLong("rewards_today") > 0)
                                        .map(row -> sum(row, "rewards_today", "amount_today"))
                                        .toList(),
                                StreamSupport.stream(sums.spliterator(), false)
                                        .map(row -> sum(row, "rewards", "amount"))
                                        .toList(),
                                StreamSupport.stream(latest.spliterator(), false)
                                        .map(PartnerEarnings::wage)
                                        .toList())));
    }

    private static Sum sum(Row row, String rewards, String amount) {
        boolean cash = isCash(row);
        return new Sum(
                row.getLong(rewards),
                cash ? row.getLong(amount) : null,
                cash ? row.getString("unit") : null,
                cash ? null : row.getLong(amount));
    }

    private static Wage wage(Row row) {
        boolean cash = isCash(row);
        String slot = row.getString("slot");
        return new Wage(
                slot == null ? null : ClaimSlot.valueOf(slot),
                row.getString("coupon"),
                cash ? row.getLong("amount") : null,
                cash ? row.getString("unit") : null,
                cash ? null : row.getLong("amount"),
                row.getOffsetDateTime("claimed_at").toInstant());
    }

    private static String inWords(
            @Nullable Long amountMinor, @Nullable String currency, @Nullable Long points, Locale locale) {
        return amountMinor != null && currency != null
                ? MinorUnits.format(amountMinor, currency, locale)
                : NumberFormat.getIntegerInstance(locale).format(points == null ? 0 : points);
    }

    private static boolean isCash(Row row) {
        return PrizeKind.valueOf(row.getString("kind")) == PrizeKind.CASH;
    }
}
