package dev.yima.gateway.campaign.draft;

import dev.yima.engine.condition.Conditions;
import dev.yima.engine.condition.Hours;
import dev.yima.engine.condition.NewPeople;
import dev.yima.engine.condition.Regions;
import dev.yima.engine.condition.Tags;
import dev.yima.engine.place.Region;
import dev.yima.engine.prize.DrawKind;
import dev.yima.engine.rules.CampaignRules;
import dev.yima.gateway.campaign.draft.BonusViews.GivenBonus;
import dev.yima.gateway.campaign.draft.BonusViews.MultiplierView;
import dev.yima.gateway.campaign.draft.ConditionForm.HoursView;
import dev.yima.gateway.campaign.draft.ConditionForm.LimitsView;
import dev.yima.gateway.campaign.draft.ConditionForm.People;
import dev.yima.gateway.campaign.draft.SlotRewardViews.SlotRewardView;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a campaign, as staff and the public read them over the API.
 *
 * @param claims how many claims the pool spans, those without a prize included
 * @param currency the currency of its cash
 * @param draw how prizes are drawn
 * @param prizes the prizes, in the order of the lines in the draw
 * @param zone the zone whose clock and calendar tell hours and days
 * @param hours the hours of each day in which claims are taken; null for all of them
 * @param people the people who take part
 * @param limits how much it gives at most
 * @param tags members who carry one of these take part; empty for everybody
 * @param regions the provinces that it can be claimed from, by their codes in GB/T 2260; empty for everywhere
 * @param bonuses the prizes that rules give beside the draw
 * @param slots the rewards that each claim gives to the store, the guide and the dealer who sold the item
 * @param multipliers days on which points count several times
 */
public record CampaignTerms(
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
        List<MultiplierView> multipliers) {
    /** The form of rules. */
    public static CampaignTerms of(CampaignRules rules) {
        Conditions conditions = rules.conditions();
        return new CampaignTerms(
                rules.pool().claims(),
                rules.currency(),
                rules.pool().draw(),
                rules.pool().prizes().stream().map(PrizeView::of).toList(),
                conditions.zone().getId(),
                conditions.get(Hours.class).map(HoursView::of).orElse(null),
                conditions.get(NewPeople.class).isPresent() ? People.NEW : People.ALL,
                LimitsView.of(conditions),
                conditions.get(Tags.class).<Set<String>>map(Tags::names).orElse(Set.of()),
                conditions.get(Regions.class).map(CampaignTerms::codes).orElse(List.of()),
                rules.pool().bonuses().stream().map(GivenBonus::of).toList(),
                rules.pool().slotRewards().stream().map(SlotRewardView::of).toList(),
                rules.multipliers().stream().map(MultiplierView::of).toList());
    }

    private static List<String> codes(Regions regions) {
        return regions.provinces().stream().map(Region::code).toList();
    }
}
