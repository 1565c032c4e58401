package dev.yima.gateway.campaign;

import dev.yima.engine.CampaignRules;
import dev.yima.engine.Conditions;
import dev.yima.engine.Conditions.People;
import dev.yima.engine.DrawKind;
import dev.yima.engine.Limits;
import dev.yima.engine.Odds;
import dev.yima.engine.Period;
import dev.yima.engine.Prize;
import dev.yima.engine.PrizeKind;
import dev.yima.engine.PrizePool;
import dev.yima.gateway.campaign.ConditionViews.HoursView;
import dev.yima.gateway.campaign.ConditionViews.LimitsView;
import dev.yima.gateway.platform.PlainText;
import dev.yima.gateway.problem.Problem;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A campaign as it is to be.
 *
 * @param name its name
 * @param startsAt when claims begin; left out, as soon as it is published
 * @param endsAt when claims end; left out, when it is ended by hand or its pool is empty
 * @param claims how many claims the pool spans; left out, the sum of the counts
 * @param draw how prizes are drawn; left out, exactly
 * @param prizes what can be won; the order is the order of the lines in the draw
 * @param zone whose clock and calendar hours and days are told by; left out, China's
 * @param hours the hours of each day in which claims are taken; left out, all of them
 * @param people who takes part; left out, everybody
 * @param limits how much it gives at most; left out, no limit beside the pool
 */
public record NewCampaign(
        @NotNull @PlainText @Schema(examples = "Summer of caps")
        String name,

        @Nullable Instant startsAt,
        @Nullable Instant endsAt,

        @Nullable @Min(1) @Max(PrizePool.CLAIMS_MAX) @Schema(examples = "1000")
        Integer claims,

        @Nullable @Schema(examples = "EXACT") DrawKind draw,
        @NotNull @Size(min = 1, max = PrizePool.PRIZES_MAX) List<@NotNull @Valid NewPrize> prizes,

        @Nullable @Size(max = 64) @Schema(examples = "Asia/Shanghai")
        String zone,

        @Nullable @Valid HoursView hours,
        @Nullable @Schema(examples = "ALL") People people,
        @Nullable @Valid LimitsView limits) {
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    /**
     * A line of the pool.
     *
     * @param kind money or points
     * @param amountMinor of {@code CASH}: how much, in minor units
     * @param points of {@code POINTS}: how many
     * @param count how many of these prizes there are
     * @param perMillion where the draw is by {@code ODDS}: of a million claims, how many win this line on average
     * @param fallback where the draw is by {@code ODDS}: the line, from 0, that is won instead when no prize of this
     *     one is left; a later one. Left out, nothing is.
     */
    public record NewPrize(
            @NotNull @Schema(examples = "CASH") PrizeKind kind,

            @Nullable @Min(1) @Max(Prize.AMOUNT_MAX) @Schema(examples = "188")
            Long amountMinor,

            @Nullable @Min(1) @Max(Prize.AMOUNT_MAX) Long points,

            @NotNull @Min(1) @Max(PrizePool.CLAIMS_MAX) @Schema(examples = "100")
            Integer count,

            @Nullable @Min(1) @Max(Odds.MILLION) Integer perMillion,
            @Nullable @Min(1) @Max(PrizePool.PRIZES_MAX) Integer fallback) {

        private Prize prize(int line, DrawKind draw) {
            if ((draw == DrawKind.ODDS) != (perMillion != null)) {
                throw Problem.invalid(
                        "prizes[" + line + "].perMillion", "must be given where the draw is by ODDS only");
            }
            if (perMillion == null && fallback != null) {
                throw Problem.invalid("prizes[" + line + "].fallback", "must be given where the draw is by ODDS only");
            }

            Long amount = kind == PrizeKind.CASH ? amountMinor : points;
            Long other = kind == PrizeKind.CASH ? points : amountMinor;
            String field = "prizes[" + line + "]." + (kind == PrizeKind.CASH ? "amountMinor" : "points");
            if (amount == null || other != null) {
                throw Problem.invalid(field, "must be given for " + kind + ", and nothing else");
            }
            Optional<Odds> odds =
                    Optional.ofNullable(perMillion).map(chance -> new Odds(chance, Optional.ofNullable(fallback)));
            return new Prize(kind, amount, count, odds);
        }
    }

    /** The rules that are asked for; fails with a problem when they make no sense. */
    CampaignRules rules(UUID campaign, String currency) {
        checkPeriod();
        Period period = new Period(Optional.ofNullable(startsAt), Optional.ofNullable(endsAt));
        PrizePool pool = pool();
        Conditions conditions = new Conditions(
                zone == null ? Conditions.ZONE_DEFAULT : ConditionViews.zone(zone),
                Optional.ofNullable(hours).map(HoursView::hours),
                people == null ? People.ALL : people,
                limits == null ? Limits.NONE : limits.limits());
        return ConditionViews.sensible("limits", () -> new CampaignRules(campaign, currency, pool, period, conditions));
    }

    private PrizePool pool() {
        DrawKind drawn = draw == null ? DrawKind.EXACT : draw;
        List<Prize> lines = IntStream.range(0, prizes.size())
                .mapToObj(line -> prizes.get(line).prize(line, drawn))
                .toList();
        long count = lines.stream().mapToLong(Prize::count).sum();
        long span = claims == null ? count : claims;
        if ((drawn == DrawKind.EXACT && count > span) || span > PrizePool.CLAIMS_MAX) {
            long most = Math.min(span, PrizePool.CLAIMS_MAX);
            throw Problem.invalid("prizes", "must be at most " + most + " in all: count=" + count);
        }
        for (PrizeKind kind : PrizeKind.values()) {
            if (PrizePool.costMoreThanAllowed(lines, kind)) {
                throw Problem.invalid("prizes", "must cost at most " + PrizePool.TOTAL_MAX + " together: " + kind);
            }
        }
        return ConditionViews.sensible("prizes", () -> new PrizePool((int) span, lines, drawn));
    }

    /** The year is bounded by what the database can hold. */
    private void checkPeriod() {
        for (Instant instant : Arrays.asList(startsAt, endsAt)) {
            if (instant != null && (instant.isBefore(Instant.EPOCH) || instant.isAfter(LATEST))) {
                throw Problem.invalid("startsAt", "and endsAt must lie between 1970 and 2199");
            }
        }
        if (startsAt != null && endsAt != null && !startsAt.isBefore(endsAt)) {
            throw Problem.invalid("endsAt", "must be after startsAt");
        }
    }
}
