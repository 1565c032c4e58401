package dev.yima.gateway.campaign.draft;

import dev.yima.engine.condition.Conditions;
import dev.yima.engine.condition.Tags;
import dev.yima.engine.prize.Bonus;
import dev.yima.engine.prize.DrawKind;
import dev.yima.engine.prize.Prize;
import dev.yima.engine.prize.PrizePool;
import dev.yima.engine.prize.SlotReward;
import dev.yima.engine.rules.CampaignRules;
import dev.yima.engine.rules.Multiplier;
import dev.yima.engine.rules.Period;
import dev.yima.gateway.campaign.draft.BonusViews.BonusView;
import dev.yima.gateway.campaign.draft.BonusViews.MultiplierView;
import dev.yima.gateway.campaign.draft.ConditionForm.HoursView;
import dev.yima.gateway.campaign.draft.ConditionForm.LimitsView;
import dev.yima.gateway.campaign.draft.ConditionForm.People;
import dev.yima.gateway.campaign.draft.SlotRewardViews.NewSlotReward;
import dev.yima.gateway.platform.http.PlainText;
import dev.yima.gateway.platform.http.ZoneName;
import dev.yima.gateway.problem.Problem;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A campaign that is asked for.
 *
 * @param name its name
 * @param startsAt when claims begin; left out, as soon as it is published
 * @param endsAt when claims end; left out, when it is ended by hand or its pool is empty
 * @param claims how many claims the pool spans; left out, the sum of the counts
 * @param draw how prizes are drawn; left out, exactly
 * @param prizes what can be won; the order is the order of the lines in the draw
 * @param zone whose clock and calendar hours and days are told by; left out, the brand's
 * @param hours the hours of each day in which claims are taken; left out, all of them
 * @param people who takes part; left out, everybody
 * @param limits how much it gives at most; left out, no limit beside the pool
 * @param tags whom it is for: members who carry one of these; left out, everybody
 * @param regions the provinces that it can be claimed from, by their codes in GB/T 2260; left out, everywhere
 * @param bonuses what rules give beside the draw
 * @param slots what each claim gives to the store, the guide and the dealer who sold the item
 * @param multipliers days on which points count several times
 * @param look what its page looks like; left out, a red packet
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

        @Nullable @ZoneName @Schema(examples = "Asia/Shanghai")
        String zone,

        @Nullable @Valid HoursView hours,
        @Nullable @Schema(examples = "ALL") People people,
        @Nullable @Valid LimitsView limits,
        @Nullable @Size(max = Tags.MAX) List<@NotNull String> tags,

        @Nullable @Size(max = ConditionForm.REGIONS_MAX) @Schema(examples = "[\"510000\"]")
        List<@NotNull String> regions,

        @Nullable @Size(max = PrizePool.PRIZES_MAX) List<@NotNull @Valid BonusView> bonuses,
        @Nullable @Size(max = PrizePool.PRIZES_MAX) List<@NotNull @Valid NewSlotReward> slots,
        @Nullable @Size(max = Multiplier.COUNT_MAX) List<@NotNull @Valid MultiplierView> multipliers,
        @Nullable @Schema(examples = "PACKET") PageTheme look) {
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    /**
     * The rules that are asked for; fails with a problem when they make no sense.
     *
     * @param currency the brand's currency
     * @param home the brand's time zone, which holds where no other is named
     */
    public CampaignRules rules(UUID campaign, String currency, ZoneId home) {
        checkPeriod();
        Period period = new Period(moment(startsAt), moment(endsAt));
        PrizePool pool = pool();
        ZoneId place = zone == null ? home : ZoneId.of(zone);
        Conditions conditions = new Conditions(place, ConditionForm.read(this));
        List<Multiplier> times = multipliers == null
                ? List.of()
                : multipliers.stream().map(MultiplierView::multiplier).toList();
        return ConditionForm.sensible(
                "limits", () -> new CampaignRules(campaign, currency, pool, period, conditions, times));
    }

    /** The theme of its page. */
    public PageTheme looks() {
        return look == null ? PageTheme.PACKET : look;
    }

    private PrizePool pool() {
        DrawKind drawn = draw == null ? DrawKind.EXACT : draw;
        List<Prize> lines = IntStream.range(0, prizes.size())
                .mapToObj(line -> prizes.get(line).prize("prizes[" + line + "]", Optional.of(drawn)))
                .toList();
        long count = lines.stream().mapToLong(Prize::count).sum();
        long span = claims == null ? count : claims;
        if ((drawn == DrawKind.EXACT && count > span) || span > PrizePool.CLAIMS_MAX) {
            long most = Math.min(span, PrizePool.CLAIMS_MAX);
            throw Problem.invalid("prizes", "must be at most " + most + " in all: count=" + count);
        }
        List<BonusView> given = bonuses == null ? List.of() : bonuses;
        List<Bonus> rules = IntStream.range(0, given.size())
                .mapToObj(bonus -> given.get(bonus).bonus("bonuses[" + bonus + "]"))
                .toList();
        List<NewSlotReward> others = slots == null ? List.of() : slots;
        List<SlotReward> rewards = IntStream.range(0, others.size())
                .mapToObj(slot -> others.get(slot).reward("slots[" + slot + "]", (int) span))
                .toList();
        return ConditionForm.sensible("prizes", () -> new PrizePool((int) span, lines, drawn, rules, rewards));
    }

    /** A moment in microseconds, as the database counts them. */
    private static Optional<Instant> moment(@Nullable Instant given) {
        return Optional.ofNullable(given).map(at -> at.truncatedTo(ChronoUnit.MICROS));
    }

    /** Bounds the year, so that every calendar can tell it. */
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
