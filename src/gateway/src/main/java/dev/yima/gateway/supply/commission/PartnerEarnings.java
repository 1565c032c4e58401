package dev.yima.gateway.supply.commission;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.yima.engine.prize.ClaimSlot;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.platform.http.MinorUnits;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Earnings of people at dealers and stores: their rewards, and the fees of the coupons that they redeemed, which are
 * the
 * store's. Reads only.
 */
@ApplicationScoped
public class PartnerEarnings {
    private static final int LATEST_MAX = 50;
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
    private static final String LATEST = """
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
     * Earnings of one kind in a period.
     *
     * @param rewards the number of rewards: for bottles that were claimed, cases that were opened, coupons that were
     *     redeemed
     * @param amountMinor the amount of money in minor units; null for points
     * @param currency its currency; null for points
     * @param points the number of points; null for money
     */
    @Schema(name = "WageSum")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Sum(
            @Schema(examples = "37") long rewards,
            @Nullable @Schema(examples = "370") Long amountMinor,
            @Nullable @Schema(examples = "CNY") String currency,
            @Nullable Long points) {
        /** The amount of money or the number of points, in the words of a language. */
        public String amountIn(Locale locale) {
            return format(amountMinor, currency, points, locale);
        }
    }

    /**
     * One reward.
     *
     * @param slot the beneficiary's role; null for the fee of a coupon
     * @param coupon the coupon's title; null for a reward
     * @param amountMinor the amount of money in minor units; null for points
     * @param currency its currency; null for points
     * @param points the number of points; null for money
     * @param at the moment of the claim or of the redemption
     */
    @Schema(name = "Wage")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Earning(
            @Nullable ClaimSlot slot,

            @Nullable @Schema(examples = "One more bottle for one yuan")
            String coupon,

            @Nullable @Schema(examples = "10") Long amountMinor,
            @Nullable @Schema(examples = "CNY") String currency,
            @Nullable Long points,
            Instant at) {
        /** The amount of money or the number of points, in the words of a language. */
        public String amountIn(Locale locale) {
            return format(amountMinor, currency, points, locale);
        }
    }

    /**
     * A member's earnings.
     *
     * @param today those of today, by the calendar of the brand
     * @param month those of this month
     * @param latest the latest rewards
     */
    public record Earnings(List<Sum> today, List<Sum> month, List<Earning> latest) {}

    /**
     * The earnings of a member at the dealers and stores of the brand.
     *
     * @param zone the brand's time zone
     */
    public Uni<Earnings> of(UUID member, Instant now, ZoneId zone) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        Instant day = today.atStartOfDay(zone).toInstant();
        Instant month = today.withDayOfMonth(1).atStartOfDay(zone).toInstant();
        return pool.preparedQuery(SUMS)
                .execute(Tuple.of(member, Columns.utc(month), Columns.utc(day)))
                .flatMap(sums -> pool.preparedQuery(LATEST)
                        .execute(Tuple.of(member, LATEST_MAX))
                        .map(latest -> new Earnings(
                                today(sums),
                                Rows.map(sums, row -> sum(row, "rewards", "amount")),
                                Rows.map(latest, PartnerEarnings::earning))));
    }

    private static List<Sum> today(RowSet<Row> sums) {
        return Rows.map(sums, row -> sum(row, "rewards_today", "amount_today")).stream()
                .filter(sum -> sum.rewards > 0)
                .toList();
    }

    private static Sum sum(Row row, String rewards, String amount) {
        boolean cash = isCash(row);
        return new Sum(
                row.getLong(rewards),
                cash ? row.getLong(amount) : null,
                cash ? row.getString("unit") : null,
                cash ? null : row.getLong(amount));
    }

    private static Earning earning(Row row) {
        boolean cash = isCash(row);
        String slot = row.getString("slot");
        return new Earning(
                slot == null ? null : ClaimSlot.valueOf(slot),
                row.getString("coupon"),
                cash ? row.getLong("amount") : null,
                cash ? row.getString("unit") : null,
                cash ? null : row.getLong("amount"),
                Rows.instant(row, "claimed_at"));
    }

    private static String format(
            @Nullable Long amountMinor, @Nullable String currency, @Nullable Long points, Locale locale) {
        return amountMinor != null && currency != null
                ? MinorUnits.format(amountMinor, currency, locale)
                : NumberFormat.getIntegerInstance(locale).format(points == null ? 0 : points);
    }

    private static boolean isCash(Row row) {
        return PrizeKind.valueOf(row.getString("kind")) == PrizeKind.CASH;
    }
}
