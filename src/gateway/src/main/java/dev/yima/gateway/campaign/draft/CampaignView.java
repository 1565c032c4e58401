package dev.yima.gateway.campaign.draft;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.yima.engine.condition.Conditions;
import dev.yima.engine.condition.Conditions.People;
import dev.yima.engine.prize.DrawKind;
import dev.yima.engine.prize.Odds;
import dev.yima.engine.prize.Prize;
import dev.yima.engine.prize.PrizeDetails;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.rules.CampaignRules;
import dev.yima.gateway.campaign.draft.BonusViews.GivenBonus;
import dev.yima.gateway.campaign.draft.BonusViews.MultiplierView;
import dev.yima.gateway.campaign.draft.ConditionViews.HoursView;
import dev.yima.gateway.campaign.draft.ConditionViews.LimitsView;
import dev.yima.gateway.campaign.draft.SlotRewardViews.SlotRewardView;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A campaign, as staff see it.
 *
 * @param id its id
 * @param name its name
 * @param state where it stands in its life
 * @param startsAt when claims begin; null for at once
 * @param endsAt when claims end; null for an open end
 * @param claims how many claims the pool spans
 * @param currency the currency of its cash
 * @param draw how prizes are drawn
 * @param prizes what can be won
 * @param zone whose clock and calendar hours and days are told by
 * @param hours the hours of each day in which claims are taken; null for all of them
 * @param people who takes part
 * @param limits how much it gives at most
 * @param tags whom it is for: members who carry one of these; empty for everybody
 * @param regions the provinces that it can be claimed from, by their codes in GB/T 2260; empty for everywhere
 * @param bonuses what rules give beside the draw
 * @param slots what each claim gives to the store, the guide and the dealer who sold the item
 * @param multipliers days on which points count several times
 * @param look what its page looks like
 * @param commitment the commitment to the draw, in hexadecimal, from publishing on
 * @param seed the seed of the draw, in hexadecimal, from the end on
 * @param createdAt when it was made
 * @param publishedAt when it was published
 * @param endedAt when it was ended
 */
@Schema(name = "Campaign")
public record CampaignView(
        UUID id,
        @Schema(examples = "Summer of caps") String name,
        @Schema(examples = "RUNNING") CampaignState state,
        @Nullable Instant startsAt,
        @Nullable Instant endsAt,
        @Schema(examples = "1000") int claims,
        @Schema(examples = "CNY") String currency,
        @Schema(examples = "EXACT") DrawKind draw,
        List<PrizeView> prizes,
        @Schema(examples = "Asia/Shanghai") String zone,
        @Nullable HoursView hours,
        @Schema(examples = "ALL") People people,
        LimitsView limits,
        Set<String> tags,
        List<String> regions,
        List<GivenBonus> bonuses,
        List<SlotRewardView> slots,
        List<MultiplierView> multipliers,
        @Schema(examples = "PACKET") PageTheme look,
        @Nullable String commitment,
        @Nullable String seed,
        Instant createdAt,
        @Nullable Instant publishedAt,
        @Nullable Instant endedAt) {

    /**
     * A line of the pool.
     *
     * @param kind what can be won
     * @param amountMinor of {@code CASH}: how much, in minor units; of a range, the least
     * @param amountMaxMinor of {@code CASH} from a range: the most
     * @param points of {@code POINTS}: how many; of a range, the least
     * @param pointsMax of {@code POINTS} from a range: the most
     * @param title what it is, or the words
     * @param validDays of {@code COUPON}: how many days it can be redeemed; of {@code CASH}: how many days the
     *     person has to receive it, left out for as long as they like
     * @param priceMinor of {@code COUPON}: what is paid at the store, in minor units
     * @param storeFeeMinor of {@code COUPON}: what the store earns, in minor units
     * @param lockedDays how many days the person's next claim opens it
     * @param pendingDays of {@code POINTS}: how many days they wait before they count
     * @param validMonths of {@code POINTS}: how many months they count
     * @param count how many of these prizes there are
     * @param perMillion where the draw is by {@code ODDS}: of a million claims, how many win this line on average
     * @param fallback the line that is won instead when no prize of this one is left
     */
    @Schema(name = "Prize")
    public record PrizeView(
            @Schema(examples = "CASH") PrizeKind kind,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable @Schema(examples = "188")
            Long amountMinor,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long amountMaxMinor,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long points,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long pointsMax,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String title,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer validDays,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long priceMinor,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long storeFeeMinor,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer lockedDays,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer pendingDays,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer validMonths,

            @Schema(examples = "100") int count,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer perMillion,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer fallback) {
        public static PrizeView of(Prize prize) {
            boolean cash = prize.kind() == PrizeKind.CASH;
            boolean points = prize.kind() == PrizeKind.POINTS;
            PrizeDetails details = prize.details();
            return new PrizeView(
                    prize.kind(),
                    cash ? prize.amount() : null,
                    cash && prize.isRange() ? prize.amountMax() : null,
                    points ? prize.amount() : null,
                    points && prize.isRange() ? prize.amountMax() : null,
                    details.title().isEmpty() ? null : details.title(),
                    given(details.validDays()),
                    given(details.price()),
                    given(details.storeFee()),
                    given(details.lockedDays()),
                    given(details.points().pendingDays()),
                    given(details.points().validMonths()),
                    prize.count(),
                    prize.odds().map(Odds::perMillion).orElse(null),
                    prize.odds().flatMap(Odds::fallback).orElse(null));
        }

        private static @Nullable Integer given(int value) {
            return value == 0 ? null : value;
        }

        private static @Nullable Long given(long value) {
            return value == 0 ? null : value;
        }
    }

    public static CampaignView of(Campaign campaign, byte @Nullable [] seed) {
        CampaignRules rules = campaign.rules();
        Conditions conditions = rules.conditions();
        return new CampaignView(
                campaign.id,
                campaign.name,
                campaign.state,
                campaign.startsAt,
                campaign.endsAt,
                campaign.claims,
                campaign.currency,
                campaign.draw,
                rules.pool().prizes().stream().map(PrizeView::of).toList(),
                conditions.zone().getId(),
                conditions.hours().map(HoursView::of).orElse(null),
                conditions.people(),
                LimitsView.of(conditions.limits()),
                conditions.tags(),
                ConditionViews.codes(conditions.regions()),
                rules.pool().bonuses().stream().map(GivenBonus::of).toList(),
                rules.pool().slotRewards().stream().map(SlotRewardView::of).toList(),
                rules.multipliers().stream().map(MultiplierView::of).toList(),
                campaign.look,
                hex(campaign.commitment),
                hex(seed),
                campaign.createdAt,
                campaign.publishedAt,
                campaign.endedAt);
    }

    private static @Nullable String hex(byte @Nullable [] bytes) {
        return bytes == null ? null : HexFormat.of().formatHex(bytes);
    }
}
